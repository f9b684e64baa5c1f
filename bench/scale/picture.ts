import { type ChartText, type Rectangle, type Rule, textRows } from '../../src/charts/layers.ts';
import { type ColorName, color } from '../../src/charts/palette.ts';
import { standaloneSvg } from '../../src/charts/standalone-svg.ts';
import { tickSize } from '../../src/charts/theme.ts';
import { mostMemory } from '../budget.ts';
import { inUnit, roughly } from '../units.ts';
import { logarithmic, stepsAround } from './axis.ts';
import { type Corner, drawLines } from './draw-lines.ts';
import type { Point } from './scale.ts';

const size = { width: 720, height: 470 };
const across = { left: 52, right: size.width - 96 };
const time = { top: 28, bottom: 262 };
const memory = { top: 316, bottom: 432 };

type Place = (value: number) => number;

/**
 * The curve as a picture for the docs: times on two logarithmic axes, where growing as the events do is a straight line, and
 * memory below it, from zero.
 */
export async function scalePicture(points: readonly Point[]): Promise<string> {
  const events = points.map((point) => point.events);
  const [fewest, most] = [Math.min(...events), Math.max(...events)];
  const x = logarithmic(fewest * 0.85, Math.max(most, fewest * 2) * 1.15, across.left, across.right);
  const seconds = points.flatMap((point) => [point.seconds, point.floorSeconds]);
  const times = stepsAround(Math.min(...seconds), Math.max(...seconds));
  const y = logarithmic(times.at(0) ?? 1, times.at(-1) ?? 10, time.bottom, time.top);
  const peaks = points.map(({ peakMebibytes }) => peakMebibytes ?? 0);
  const highest = Math.max(mostMemory, ...peaks) * 1.05;
  const memoryY: Place = (value) => memory.bottom - (value / highest) * (memory.bottom - memory.top);

  const rules: Rule[] = [
    ...times.map((value) => level(y(value))),
    level(memoryY(0)),
    { ...level(memoryY(mostMemory)), color: color('errors'), dash: [4, 3] },
    ...events.flatMap((value) => [upright(x(value), time), upright(x(value), memory)]),
  ];
  const texts: ChartText[] = [
    heading('Time of a report, whole process', time.top),
    heading('Peak resident memory', memory.top),
    ...times.map((value) => tick(`${value} s`, y(value))),
    tick('0', memoryY(0)),
    {
      ...{ text: '1.5 GiB', x: across.right + 8, y: memoryY(mostMemory) + 4 },
      color: 'errors',
      size: tickSize,
    },
    ...events.flatMap((value): ChartText[] => [
      {
        text: `${rounded(value)} events`,
        x: x(value),
        y: memory.bottom + 18,
        align: 'center',
        color: 'muted',
        size: tickSize,
      },
    ]),
  ];
  const corners = (name: ColorName, place: Place, measure: (point: Point) => number): readonly Corner[] =>
    points.map((point) => ({ x: x(point.events), y: place(measure(point)), color: color(name) }));
  const curves = [
    ...corners('opens', y, (point) => point.seconds),
    ...corners('sent', y, (point) => point.floorSeconds),
    ...corners('delivered', memoryY, (point) => point.peakMebibytes ?? 0),
  ];

  const last = points.at(-1);
  if (last !== undefined) {
    texts.push(named('report', y(last.seconds), 'opens'), named('parsing', y(last.floorSeconds), 'sent'));
  }
  for (const { events: at, seconds: took, peakMebibytes } of points) {
    texts.push(beside(inUnit(took * 1000, 'milliseconds'), x(at), y(took) - 9));
    if (peakMebibytes !== null)
      texts.push(beside(inUnit(peakMebibytes, 'mebibytes'), x(at), memoryY(peakMebibytes) + 17));
  }
  const svg = await drawLines(size, { rules, curves, dots: curves.map(dot), texts: textRows(texts) });
  return `${standaloneSvg(svg, size, `From ${rounded(fewest)} to ${rounded(most)} events of NDJSON`, '')}\n`;
}

const rounded = (events: number): string => roughly(Number(events.toPrecision(1)));

const solid = [1, 0];

const level = (y: number): Rule => ({
  ...{ x: across.left, x2: across.right, y, y2: y },
  ...{ color: color('line'), width: 1, dash: solid },
});

const upright = (x: number, { top, bottom }: typeof time): Rule => ({
  ...{ x, x2: x, y: top, y2: bottom },
  ...{ color: color('line'), width: 1, dash: solid },
});

const dot = ({ x, y, color }: Corner): Rectangle => ({
  ...{ left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 },
  color,
});

const heading = (text: string, top: number): ChartText => ({ text, x: 0, y: top - 14, weight: 600 });

const tick = (text: string, y: number): ChartText => ({
  ...{ text, x: across.left - 8, y: y + 4 },
  ...{ align: 'right', color: 'muted', size: tickSize },
});

const named = (text: string, y: number, name: ColorName): ChartText => ({
  ...{ text, x: across.right + 8, y: y + 4 },
  ...{ color: name, weight: 600, size: tickSize },
});

const beside = (text: string, x: number, y: number): ChartText => ({
  ...{ text, x, y },
  ...{ align: 'center', size: tickSize },
});
