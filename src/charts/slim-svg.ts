/** Attributes that serve Vega's own event handling, or that say what holds without them. */
const needless =
  / (?:(?:aria-[a-z]+|role|pointer-events|class|xmlns|xmlns:xlink|version|stroke-miterlimit|font-family)="[^"]*"|(?:opacity|fill-opacity|stroke-width)="1"|transform="translate\(0,0\)"|stroke-dasharray="1,0"|[xy]2="0"|text-anchor="start"|font-weight="400")/g;

/** Takes out of an SVG of Vega's what a still picture in a page does not need: three quarters of its bytes. */
export function slimSvg(svg: string): string {
  const slim = svg
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replace(/<[^>]+>/g, (tag) =>
      tag
        .replace(needless, '')
        .replace(/\d+\.\d\d+/g, (number) => String(Math.round(Number(number) * 10) / 10))
        .replace(/ d="([^"]+)"/, (_, path: string) => ` d="${slimPath(path)}"`),
    );
  return joinTexts(joinLines(joinRectangles(withoutGroups(slim))));
}

/** A group without attributes changes nothing; the only one with any, around all others, has what the picture may have. */
function withoutGroups(svg: string): string {
  if (/<g (?!fill="none">)/.test(svg)) return svg;
  return svg.replace(/^<svg([^>]*)><g fill="none">/, '<svg$1 fill="none">').replace(/<\/?g\/?>/g, '');
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

/** Upright and level lines of one stroke that follow each other as one path. */
function joinLines(svg: string): string {
  const line = String.raw`<line transform="translate\([-\d.,]+\)" [xy]2="[-\d.]+"`;
  return svg.replace(new RegExp(`${line}( [^>]*)/>(?:${line}\\1/>)*`, 'g'), (run, stroke: string) => {
    const lines = run.matchAll(/translate\(([^)]+)\)" ([xy])2="([^"]+)"/g);
    const paths = [...lines].map(([, at, axis, end]) => `M${at}${axis === 'x' ? 'h' : 'v'}${end}`);
    return `<path d="${paths.join('')}"${stroke}/>`;
  });
}

/** Texts of one look that follow each other in one group that says it. */
function joinTexts(svg: string): string {
  const text = String.raw`<text( text-anchor="[a-z]+")? transform="translate\([-\d.,]+\)"( [^>]*)>[^<]*</text>`;
  return svg.replace(new RegExp(`(?:${text})+`, 'g'), (run) => {
    let look: string | undefined;
    const texts = [
      ...run.matchAll(/<text([^>]*?) transform="translate\(([-\d.]+),([-\d.]+)\)"([^>]*)>([^<]*)/g),
    ];
    const written = texts.map(([, anchor = '', x, y, style = '', words]) => {
      const own = `${anchor}${style}`;
      const before = own === look ? '' : `${look === undefined ? '' : '</g>'}<g${own}>`;
      look = own;
      return `${before}<text x="${x}" y="${y}">${words}</text>`;
    });
    return `${written.join('')}</g>`;
  });
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
