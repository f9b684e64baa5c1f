import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../../../src/engine/dialect.ts';
import { openDuckDB } from '../../../src/engine/duckdb.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import {
  type AdditiveCount,
  additiveCounts,
  type CountedContext,
} from '../../../src/report/counts/additive-counts.ts';
import { deliveryLinksQuery } from '../../../src/report/counts/delivery-links.ts';
import { engagementEventsQuery } from '../../../src/report/engagement-events.ts';
import { usualMachineRules } from '../../../src/report/machines/rules/index.ts';
import { taggedEventsQuery } from '../../../src/report/machines/tagged-events.ts';
import { messageOutcomesQuery } from '../../../src/report/message-outcomes.ts';
import { peopleQuery } from '../../../src/report/people.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB();
  await engine.run(`CREATE TABLE agents AS
    SELECT * FROM (VALUES (1, 'Mozilla/5.0'), (2, 'GoogleImageProxy'), (3, 'Thunderbird')) AS named (agent, user_agent)`);
});
afterAll(() => engine.close());

const types = ['sent', 'delivered', 'bounce', 'error', 'excluded', 'delay', 'targeted'];
const engaged = ['open', 'click', 'unsubscribe', 'complaint'];
const number = (most: number, freq = 4) => fc.option(fc.integer({ min: 1, max: most }), { freq });
const flag = fc.constantFrom(0, 1);

/**
 * Few values for each field, so that messages, people and what is counted of them meet each other often. Every group has its own
 * messages and people: two of each.
 */
const event = fc
  .record({
    group: fc.integer({ min: 1, max: 8 }),
    scope: flag,
    event_type: fc.constantFrom(...types, ...engaged, ...engaged, ...engaged),
    time: fc.integer({ min: 0, max: 60 }).map((seconds) => seconds * 1500),
    message: number(2),
    person: number(2),
    bounce_category: fc.constantFrom('hard', 'soft', 'ignored'),
    reason: fc.constantFrom(null, 'full', 'unknown'),
    code: fc.constantFrom(null, '550'),
    is_machine: flag,
    implies_sent: flag,
    domain: number(3, 2),
    variant: number(3, 2),
    sender_block: fc.constant(null),
    link: number(4),
    agent: number(3),
  })
  .map(({ group, message, person, ...fields }) => ({
    ...fields,
    message: message === null ? null : 10 * group + message,
    person: person === null ? null : 10 * group + person,
  }));
type Event = typeof event extends fc.Arbitrary<infer Row> ? Row : never;

/** Of each event the part that it is in: another one for each message, or for each set of messages and people that have to do with each other. */
function partsOf(events: readonly Event[], of: AdditiveCount['of']): readonly unknown[] {
  const parents = new Map<unknown, unknown>();
  const rootOf = (key: unknown): unknown => (parents.has(key) ? rootOf(parents.get(key)) : key);
  const keysOf = (one: Event): readonly unknown[] => {
    const keys = [
      ...(one.message === null ? [] : [`message ${one.message}`]),
      ...(one.person === null || of === 'messages' ? [] : [`person ${one.person}`]),
    ];
    return keys.length === 0 ? [one] : keys;
  };
  for (const one of events) {
    const [first, second] = keysOf(one).map(rootOf);
    if (second !== undefined && first !== second) parents.set(second, first);
  }
  return events.map((one) => rootOf(keysOf(one)[0]));
}

const written = (value: unknown): string => (typeof value === 'string' ? sqlText(value) : String(value));

/** Lays the rows of some events. The links of the delivery are those of all of them. */
async function lay(name: string, countedRows: string, deliveryLinks?: string): Promise<CountedContext> {
  const { dialect } = engine;
  const table = async (of: string, sql: string): Promise<string> => {
    await engine.run(`CREATE OR REPLACE TABLE ${name}_${of} AS ${sql}`);
    return `${name}_${of}`;
  };
  const messages = await table('messages', messageOutcomesQuery(countedRows));
  const engagement = await table('engagement', engagementEventsQuery(countedRows, messages, dialect));
  const links = deliveryLinks ?? `(${deliveryLinksQuery(engagement)})`;
  const rules = { engagement, agents: 'agents', deliveryLinks: links, dialect };
  const activity = await table('activity', taggedEventsQuery(rules, usualMachineRules));
  const people = await table('people', peopleQuery(activity));
  return {
    ...{ countedRows, events: countedRows, messages, engagement, activity, people },
    ...{ dialect, machineRules: usualMachineRules },
  };
}

/** What a relation counts, of some rows together. */
async function countsOf({ columns, weights, query }: AdditiveCount, ...rows: readonly CountedContext[]) {
  const by = columns(usualMachineRules).join(', ');
  const sums = weights.map((weight) => `sum(${weight})::INTEGER AS ${weight}`).join(', ');
  return engine.query(`
    SELECT ${by}, ${sums}
    FROM (${rows.map((some) => `SELECT ${[by, ...weights].join(', ')} FROM (${query(some)})`).join(' UNION ALL ')})
    GROUP BY ${by}
    HAVING ${weights.map((weight) => `sum(${weight}) <> 0`).join(' OR ')}
    ORDER BY ALL`);
}

describe.each(['messages', 'people'] as const)('of two sets of events without common %s', (of) => {
  const counts = additiveCounts.filter((one) => of === 'people' || one.of === 'messages');

  it('each count is the sum of both', async () => {
    const dumps = fc.record({
      events: fc.array(event, { minLength: 40, maxLength: 120, size: 'max' }),
      seed: flag,
    });
    const counted = new Set<string>();
    await fc.assert(
      fc.asyncProperty(dumps, async ({ events, seed }) => {
        const parts = partsOf(events, of);
        const places = new Map([...new Set(parts)].map((part, place) => [part, place]));
        const names = Object.keys(events[0] ?? {});
        const values = events.map((one, index) => {
          const half = ((places.get(parts[index]) ?? 0) + seed) % 2;
          return `(${[half, ...Object.values(one)].map(written).join(', ')})`;
        });
        await engine.run(`CREATE OR REPLACE TABLE counted_rows AS
          SELECT * FROM (VALUES ${values.join(', ')}) AS rows (half, ${names.join(', ')})`);
        const all = await lay('whole', 'counted_rows');
        const links = `(${deliveryLinksQuery(all.engagement)})`;
        const halfOf = (half: number): Promise<CountedContext> =>
          lay(`half_${half}`, `(SELECT * FROM counted_rows WHERE half = ${half})`, links);
        const halves = [await halfOf(0), await halfOf(1)];
        for (const one of counts) {
          const whole = await countsOf(one, all);
          expect({ [one.name]: await countsOf(one, ...halves) }).toEqual({ [one.name]: whole });
          if (whole.length > 0) counted.add(one.name);
        }
      }),
      { numRuns: 12, seed: 20_261_126, endOnFailure: true },
    );
    expect([...counted].sort()).toEqual(counts.map(({ name }) => name).sort());
  });
});
