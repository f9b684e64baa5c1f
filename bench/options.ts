import { parseArgs } from 'node:util';

/** What the bench can measure, in the order in which it does. */
export const partNames = [
  'start-up',
  'charts',
  'throughput',
  'deliveries',
  'incremental',
  'formats',
  'live',
] as const;

export type PartName = (typeof partNames)[number];

/** How much is measured: what takes two minutes, what takes some more, or all. */
export type Level = 'quick' | 'usual' | 'large';

const tasks = ['scale', 'verify', 'cluster'] as const;

type Task = (typeof tasks)[number];

export interface Options {
  /**
   * `measure` holds the program against its budgets, `scale` draws its curve, `verify` checks its figures, `cluster` puts it before
   * a cluster.
   */
  readonly task: 'measure' | Task;
  readonly level: Level;
  readonly parts: readonly PartName[];
  /** Runs of each case instead of as many as the level has. */
  readonly turns: number | null;
  /** Recipients of the large dump instead of as many as the level has. */
  readonly recipients: number | null;
  /** How far the curve goes, in millions of events. */
  readonly upTo: number;
}

export const usage = `npm run bench -- [--quick | --large] [--only <parts>] [--turns <n>] [--recipients <n>]
npm run bench -- --scale [--up-to <millions of events>] [--turns <n>]
npm run bench -- --verify [--quick | --large] [--recipients <n>]
npm run bench -- --cluster [--recipients <n>] [--turns <n>]
parts, with commas between them: ${partNames.join(', ')}`;

/**
 * What the command line asks for.
 * @throws Error that says what is wrong with it.
 */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      verify: { type: 'boolean', default: false },
      cluster: { type: 'boolean', default: false },
      only: { type: 'string' },
      turns: { type: 'string' },
      recipients: { type: 'string' },
      'up-to': { type: 'string' },
    },
  });
  if (values.quick && values.large) throw new Error('--quick and --large exclude each other');
  const [task = 'measure', another] = tasks.filter((name) => values[name]);
  if (another !== undefined) throw new Error(`--${task} and --${another} exclude each other`);
  const useless = Object.entries(values).flatMap(([name, value]) =>
    value === false || ofTask[task].includes(name) ? [] : [name],
  );
  if (useless.length > 0) throw new Error(`--${useless.join(', --')}: not with this`);
  return {
    task,
    level: values.quick ? 'quick' : values.large ? 'large' : 'usual',
    parts: values.only === undefined ? usualParts(values.quick) : values.only.split(',').map(partNamed),
    turns: values.turns === undefined ? null : countOf('--turns', values.turns),
    recipients: values.recipients === undefined ? null : countOf('--recipients', values.recipients),
    upTo: values['up-to'] === undefined ? 100 : countOf('--up-to', values['up-to']),
  };
}

/** The options that each task heeds. */
const ofTask: Readonly<Record<Options['task'], readonly string[]>> = {
  measure: ['quick', 'large', 'only', 'turns', 'recipients'],
  scale: ['scale', 'turns', 'up-to'],
  verify: ['verify', 'quick', 'large', 'recipients'],
  cluster: ['cluster', 'turns', 'recipients'],
};

/** The formats alone take half a minute, and so does what is followed. */
const usualParts = (quick: boolean): readonly PartName[] =>
  partNames.filter((name) => !quick || (name !== 'formats' && name !== 'live'));

function partNamed(name: string): PartName {
  const found = partNames.find((part) => part === name);
  if (found === undefined) throw new Error(`--only: there is no part ${name}`);
  return found;
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${option} cannot be ${text}`);
  return count;
}
