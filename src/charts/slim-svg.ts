/** Attributes that serve Vega's own event handling, or that say what holds without them. */
const needless =
  / (?:(?:aria-[a-z]+|role|pointer-events|class|xmlns:xlink|version|stroke-miterlimit|font-family)="[^"]*"|(?:opacity|fill-opacity|stroke-width)="1"|transform="translate\(0,0\)"|stroke-dasharray="1,0"|[xy]2="0"|text-anchor="start"|font-weight="400")/g;

/** Takes out of an SVG of Vega's what a still picture does not need: half of its bytes. */
export function slimSvg(svg: string): string {
  const slim = svg
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replace(/<[^>]+>/g, (tag) =>
      tag
        .replace(needless, '')
        .replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10))
        .replace(/ d="([^"]+)"/, (_, path: string) => ` d="${slimPath(path)}"`),
    );
  return joinRectangles(slim);
}

/** Rectangles of one colour that follow each other as one path. */
function joinRectangles(svg: string): string {
  return svg.replace(
    /<path d="M[-\d.,hvZ]+" fill="([^"]*)"\/>(?:<path d="M[-\d.,hvZ]+" fill="\1"\/>)+/g,
    (run, fill: string) => {
      const paths = [...run.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path);
      return `<path d="${paths.join('')}" fill="${fill}"/>`;
    },
  );
}

interface Point {
  readonly x: string;
  readonly y: string;
}

/** A path of straight lines, as a step chart has it, with one stretch for each that lie in a row. */
function slimPath(path: string): string {
  const [, lines, closed] = /^M([-\d.,L]+)(Z?)$/.exec(path) ?? [];
  if (lines === undefined) return path;
  const points = lines.split('L').map((pair): Point => {
    const [x = '', y = ''] = pair.split(',');
    return { x, y };
  });
  const corners: Point[] = [];
  for (const point of points) {
    const [before, last] = corners.slice(-2);
    if (last !== undefined && before !== undefined && inRow(before, last, point)) corners.pop();
    corners.push(point);
  }
  const steps = corners.map(({ x, y }, index) => {
    const last = corners[index - 1];
    if (last === undefined) return `M${x},${y}`;
    if (last.y === y) return `H${x}`;
    return last.x === x ? `V${y}` : `L${x},${y}`;
  });
  return `${steps.join('')}${closed}`;
}

/** True where the middle one of three points on an upright or level line adds nothing. */
function inRow(first: Point, middle: Point, last: Point): boolean {
  return (first.x === middle.x && middle.x === last.x) || (first.y === middle.y && middle.y === last.y);
}
