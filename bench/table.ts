import { type Budget, isMet } from './budget.ts';
import type { Line, Part } from './line.ts';
import { inUnit, roughly, type Unit } from './units.ts';

interface Column {
  readonly header: string;
  readonly cell: (line: Line) => string;
}

const columns: readonly Column[] = [
  { header: 'what', cell: ({ what }) => what },
  { header: 'measured', cell: ({ value, unit }) => inUnit(value, unit) },
  { header: 'CPU', cell: ({ processor }) => maybe(processor, (time) => inUnit(time, 'milliseconds')) },
  { header: 'peak memory', cell: ({ peakMebibytes }) => maybe(peakMebibytes, inMebibytes) },
  { header: 'with browser', cell: ({ familyMebibytes }) => maybe(familyMebibytes, inMebibytes) },
  {
    header: 'rows/s',
    cell: ({ rowsPerSecond }) => maybe(rowsPerSecond, (rows) => roughly(Math.round(rows))),
  },
  { header: 'budget', cell: ({ budget, unit }) => maybe(budget, (limit) => limitIn(limit, unit)) },
  { header: '', cell: ({ value, budget }) => maybe(budget, (limit) => verdict(value, limit)) },
];

const inMebibytes = (peak: number): string => inUnit(peak, 'mebibytes');

const maybe = <Value>(value: Value | null | undefined, shown: (value: Value) => string): string =>
  value === undefined || value === null ? '' : shown(value);

function limitIn({ bound, value, aim }: Budget, unit: Unit): string {
  const hoped = aim === undefined ? '' : `, aim ${inUnit(aim, unit)}`;
  return `${bound} ${inUnit(value, unit)}${hoped}`;
}

const verdict = (value: number, budget: Budget): string => (isMet(value, budget) ? 'met' : 'NOT MET');

/** The lines of a part as a Markdown table under its title, without the columns that none of them fills. */
export function tableOf({ title, lines, notes = [] }: Part): string {
  const filled = columns.filter(({ cell }) => lines.some((line) => cell(line) !== ''));
  const texts = filled.map(({ header, cell }) => [header, ...lines.map(cell)]);
  const widths = texts.map((column) => Math.max(3, ...column.map((text) => text.length)));
  const row = (index: number): string =>
    rowOf(texts.map((column, place) => (column[index] ?? '').padEnd(widths[place] ?? 0)));
  const rule = rowOf(widths.map((width) => '-'.repeat(width)));
  const rows = lines.map((_, index) => row(index + 1));
  return [`## ${title}`, '', row(0), rule, ...rows, ...notes.flatMap((note) => ['', note]), '', ''].join(
    '\n',
  );
}

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
