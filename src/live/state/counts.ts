import type { Engine } from '../../engine/engine.ts';
import { additiveCounts, type CountedContext } from '../../report/counts/additive-counts.ts';
import type { MachineRules } from '../../report/machines/rules/index.ts';
import { linksClicked } from './lay-rows.ts';

/** A count that is kept: its dimensions, each with how it is made coarser, and its weights. */
export interface KeptCount {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly weights: readonly string[];
  readonly query: (context: CountedContext) => string;
}

/** Every bucket of every time zone since 1970 begins at a whole one: Liberia's clocks differed by half a minute until 1972. */
const stretch = 30_000;

const inStretches = { time: (column: string) => `${column} // ${stretch} * ${stretch}` };
/** Times to an event are shown in whole seconds. */
const inSeconds = (column: string): string => `(${column} + 500) // 1000 * 1000`;

type Coarser = Readonly<Record<string, (column: string) => string>>;

/** How exactly the dimensions of a count have to be known; all others are kept as they are. */
const coarser: Readonly<Record<string, Coarser>> = {
  instants: inStretches,
  moments: inStretches,
  impliedMoments: inStretches,
  engagementTimes: inStretches,
  firstTimes: { first_time: inSeconds, first_time_with_machines: inSeconds },
};

const coarserIn = (name: string, column: string): string => coarser[name]?.[column]?.(column) ?? column;

const tableOf = (name: string): string =>
  `count_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

/** The counts that are kept besides the additive ones that sections ask. */
const ownCounts: readonly Omit<KeptCount, 'table'>[] = [
  {
    name: 'clicks',
    columns: ['scope', 'link', 'time', 'person', 'is_machine'],
    weights: ['clicks'],
    query: ({ engagement }) => `
      SELECT scope, link, time, person, is_machine, 1 AS clicks FROM ${engagement} WHERE event_type = 'click'`,
  },
  {
    name: 'links',
    columns: ['scope', 'link'],
    weights: ['clicks'],
    query: ({ engagement }) => `
      SELECT scope, link, 1 AS clicks FROM ${engagement} WHERE event_type = 'click' AND link IS NOT NULL`,
  },
  {
    name: 'instants',
    columns: ['scope', 'time'],
    weights: ['events'],
    query: ({ events }) => `SELECT scope, time, 1 AS events FROM ${events}`,
  },
];

/** Those that are told before rules for machines are asked, and those that come after. */
const afterRules = ['activityCounts', 'peopleCounts', 'firstDeeds', 'severalPeople'];

/** All counts that are kept. */
export function keptCounts(rules: MachineRules): readonly KeptCount[] {
  const additive = additiveCounts.map(({ name, columns, weights, query }) => ({
    ...{ name, weights, query },
    columns: columns(rules),
  }));
  return [...ownCounts, ...additive].map((count) => ({ ...count, table: tableOf(count.name) }));
}

/** The kept counts with these names. */
export function keptCount(rules: MachineRules, name: string): KeptCount {
  const found = keptCounts(rules).find((count) => count.name === name);
  if (found === undefined) throw new Error(`no count of ${name}`);
  return found;
}

const sums = ({ weights }: KeptCount, weight: (name: string) => string): string =>
  weights.map((name) => `sum(${weight(name)})::BIGINT AS ${name}`).join(', ');

const anyWeight = ({ weights }: KeptCount): string => weights.map((name) => `sum(${name}) <> 0`).join(' OR ');

/** SQL of what has changed of a count: each scope as it is now, less as it was. */
function changeOf(count: KeptCount, context: CountedContext): string {
  const dimensions = count.columns.map((column) =>
    column === 'scope' ? 'scope // 2 AS scope' : `${coarserIn(count.name, column)} AS ${column}`,
  );
  const signed = (name: string): string => `CASE WHEN scope % 2 = 1 THEN ${name} ELSE -(${name}) END`;
  return `
    SELECT ${[...count.columns, ...count.weights].join(', ')}
    FROM (
      SELECT ${dimensions.join(', ')}, ${sums(count, signed)}
      FROM (${count.query(context)}) AS counted
      GROUP BY ${count.columns.map((_, index) => index + 1).join(', ')}
    ) AS changes
    WHERE ${count.weights.map((name) => `${name} <> 0`).join(' OR ')}`;
}

/** A count as it is, the changes summed up, of the scopes in a relation `asked` of `number` (as it is counted) and `scope` (as it is asked). */
export function summedUp(count: KeptCount, asked: string): string {
  const dimensions = count.columns.map((column) =>
    column === 'scope' ? `${asked}.scope AS scope` : `kept.${column} AS ${column}`,
  );
  return `(
    SELECT ${dimensions.join(', ')}, ${sums(count, (name) => name)}
    FROM ${count.table} AS kept
    INNER JOIN ${asked} ON ${asked}.number = kept.scope
    GROUP BY ${count.columns.map((_, index) => index + 1).join(', ')}
    HAVING ${anyWeight(count)}
  )`;
}

/** Adds what has changed to the counts, or fills them where nothing was counted before. */
async function add(
  engine: Engine,
  counts: readonly KeptCount[],
  context: CountedContext,
  isFirst: boolean,
): Promise<void> {
  for (const count of counts) {
    const change = changeOf(count, context);
    await engine.run(
      isFirst
        ? `CREATE OR REPLACE TABLE ${count.table} AS ${change}`
        : `INSERT INTO ${count.table} ${change}`,
    );
  }
}

const isAfterRules = ({ name }: KeptCount): boolean => afterRules.includes(name);

/** Adds what has changed in all counts but those of what rules for machines say. */
export async function addCounts(engine: Engine, context: CountedContext, isFirst: boolean): Promise<void> {
  await add(
    engine,
    keptCounts(context.machineRules).filter((count) => !isAfterRules(count)),
    context,
    isFirst,
  );
}

/** Adds what has changed in those. */
export async function addActivityCounts(
  engine: Engine,
  context: CountedContext,
  isFirst: boolean,
): Promise<void> {
  await add(engine, keptCounts(context.machineRules).filter(isAfterRules), context, isFirst);
}

/** SQL of how many links were clicked in each scope by what is counted so far. @param isNow 1 or 0, as in the numbers of counted rows */
const countLinks = (table: string, isNow: 0 | 1): string => `
  SELECT scope * 2 + ${isNow} AS scope, count(*) AS delivery_links
  FROM (SELECT scope, link FROM ${table} GROUP BY scope, link HAVING sum(clicks) > 0) AS clicked
  GROUP BY scope`;

/** Notes how many links were clicked in each scope before anything is added. */
export async function noteLinks(engine: Engine, rules: MachineRules, isFirst: boolean): Promise<void> {
  const { table } = keptCount(rules, 'links');
  await engine.run(
    isFirst
      ? `CREATE TEMP TABLE ${linksClicked} (scope BIGINT, delivery_links BIGINT)`
      : `CREATE TEMP TABLE ${linksClicked} AS ${countLinks(table, 0)}`,
  );
}

/** Notes it again, now that all is added. */
export async function noteLinksNow(engine: Engine, rules: MachineRules): Promise<void> {
  await engine.run(`INSERT INTO ${linksClicked} ${countLinks(keptCount(rules, 'links').table, 1)}`);
}

/** Sums up the changes of a count where they have become many. */
async function sumUp(engine: Engine, count: KeptCount): Promise<void> {
  await engine.run(`
    CREATE OR REPLACE TABLE ${count.table} AS
    SELECT ${count.columns.join(', ')}, ${sums(count, (name) => name)}
    FROM ${count.table}
    GROUP BY ${count.columns.join(', ')}
    HAVING ${anyWeight(count)}`);
}

const rowsIn = async (engine: Engine, table: string): Promise<number> => {
  const [row] = await engine.query(`SELECT count(*) AS rows FROM ${table}`);
  return Number(row?.rows);
};

/** So many changes are added up whenever somebody asks; beyond it is worth while to have done it. */
const fewChanges = 20_000;

/** How many rows counts had when they were last summed up, by their names. */
export type RowsWhenSummedUp = Readonly<Record<string, number>>;

/**
 * Keeps counts small: sums up again what has doubled since it was summed up.
 * @returns how many rows each had when it last was; the same object where none is another
 */
export async function sumUpWhatGrew(
  engine: Engine,
  rules: MachineRules,
  known: RowsWhenSummedUp,
): Promise<RowsWhenSummedUp> {
  let rowsThen = known;
  for (const count of keptCounts(rules)) {
    const rows = await rowsIn(engine, count.table);
    const then = known[count.name];
    const grew = then !== undefined && rows > 2 * then + fewChanges;
    if (grew) await sumUp(engine, count);
    if (grew || then === undefined)
      rowsThen = { ...rowsThen, [count.name]: grew ? await rowsIn(engine, count.table) : rows };
  }
  return rowsThen;
}
