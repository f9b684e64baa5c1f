import type { Format } from '../dump/formats/format.ts';
import { formats } from '../dump/formats/index.ts';
import type { Terminal } from '../terminal.ts';

/** The options of the formats command as they come from the command line. */
export interface FormatsOptions {
  readonly json: boolean;
}

/** What every format may come as, whatever its sender writes. */
const containers = [
  'JSON: one object or array to a line, one array, or objects and arrays over any lines',
  'CSV with any column order, Parquet, form bodies one to a line',
  'each plain or packed as .gz or .zst; files, folders, patterns, pipes and the standard input (-)',
];

function linesOf({ id, sender, writtenAs, envelopes, detectedBy }: Format, width: number): readonly string[] {
  const wrapped = envelopes.map(({ name }) => name);
  const facts = [
    sender,
    writtenAs,
    ...(wrapped.length === 0 ? [] : [`taken out of: ${[...new Set(wrapped)].join(', ')}`]),
    `detected by rows with ${detectedBy}`,
  ];
  return facts.map((fact, index) => `${(index === 0 ? id : '').padEnd(width)}${fact}`);
}

/** Lists the formats that a dump may have: how their senders write them and what they are detected by. */
export function listFormats({ json }: FormatsOptions, terminal: Terminal): void {
  if (json) {
    terminal.json(
      formats.map(({ id, sender, writtenAs, envelopes, detectedBy, tells }) => ({
        id,
        sender,
        writtenAs,
        envelopes: envelopes.map(({ name }) => name),
        detectedBy,
        tells,
      })),
    );
    return;
  }
  const width = Math.max(...formats.map(({ id }) => id.length)) + 2;
  for (const format of formats) for (const line of linesOf(format, width)) terminal.result(line);
  terminal.result('');
  terminal.result('All of them in these containers:');
  for (const container of containers) terminal.result(`- ${container}`);
}
