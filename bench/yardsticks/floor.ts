import { availableParallelism } from 'node:os';
import { ajo } from '../../src/dump/formats/ajo.ts';
import { native } from '../../src/dump/formats/native.ts';
import type { Dump } from '../dumps/dump.ts';
import { quoted } from '../engine.ts';
import { type Run, runNode } from '../process/run-program.ts';

/** The types that the program declares for the columns of each format: the floor reads the same. */
const columnsOf = { native: native.columns, ajo: ajo.columns };

/**
 * The floor of a report: the same engine, with a thread for each core, merely reading the same columns of the same file and
 * counting the values of each.
 */
export const scanWithEngine =
  ({ file }: Dump, format: keyof typeof columnsOf) =>
  (): Promise<Run> => {
    const columns = Object.entries(columnsOf[format]);
    const types = columns.map(([name, type]) => `"${name}": ${quoted(type)}`).join(', ');
    const reader = file.endsWith('.parquet')
      ? `read_parquet(${quoted(file)})`
      : `read_json(${quoted(file)}, format = 'newline_delimited', columns = {${types}})`;
    const counts = columns.map(([name]) => `count("${name}")`).join(', ');
    const program = 'bench/yardsticks/scan-with-engine.js';
    return runNode([program, `SELECT ${counts} FROM ${reader}`, String(availableParallelism())]);
  };
