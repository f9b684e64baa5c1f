import type { Engine } from '../../engine/engine.ts';
import { type Delivery, type DumpAccount, deliveriesInAccounts } from '../../report/deliveries.ts';
import type { EventStore, Scope } from '../../report/event-store.ts';
import type { MachineRules } from '../../report/machines/rules/index.ts';
import { keptRelations, type Relations } from '../../report/relations.ts';
import { scopeValues } from '../../report/window-sql.ts';
import { namedAccountsOf } from './accounts.ts';
import { type KeptCount, keptCount, summedUp } from './counts.ts';
import { responseTimesOf } from './response-times.ts';
import { namedPeople, storedScopes } from './state-tables.ts';
import { scopeSql } from './windows.ts';

/** The scopes that are asked for: as what `number` they are counted, and under what `scope` they are asked. */
const asked = 'asked_scopes';

const namedTable = 'named_accounts';

/** Of so many deliveries at most all answers are held at a time. */
const deliveriesAtOnce = 100;

/** Relations that many queries read from, each summed up once. */
const summedOnce = {
  eventCounts: 'event_counts',
  messageCounts: 'message_counts',
  failures: 'failures',
  peopleCounts: 'people_counts',
} as const;

/**
 * SQL of each click of the asked scopes. Where none was ever taken away, there is nothing to be summed up: there are hundreds of
 * thousands.
 */
function clicksOf(count: KeptCount, wereTaken: boolean): string {
  const counted = wereTaken
    ? `${summedUp(count, asked)} AS kept`
    : `${count.table} AS kept INNER JOIN ${asked} ON ${asked}.number = kept.scope`;
  const scope = wereTaken ? 'kept.scope' : `${asked}.scope`;
  return `(
      SELECT ${scope} AS scope, link, time, person, is_machine FROM ${counted} WHERE clicks = 1
      UNION ALL
      SELECT scope, link, time, person, is_machine
      FROM (
        SELECT ${scope} AS scope, link, time, person, is_machine, unnest(range(clicks)) AS copy
        FROM ${counted}
        WHERE clicks > 1
      ) AS each_click
    )`;
}

/** The relations that sections ask, as the counts of the asked scopes have them. */
function relationsIn(rules: MachineRules, clicksWereTaken: boolean): Relations {
  const summed = (name: string): string => summedUp(keptCount(rules, name), asked);
  return {
    ...keptRelations,
    peopleCounts: summedOnce.peopleCounts,
    spans: 'asked_spans',
    moments: summed('moments'),
    impliedMoments: summed('impliedMoments'),
    toldDomains: summed('toldDomains'),
    toldVariants: summed('toldVariants'),
    engagementTimes: summed('engagementTimes'),
    sinceSend: summed('sinceSend'),
    agentUse: summed('agentUse'),
    responseTimes: responseTimesOf(keptCount(rules, 'firstTimes').table, asked),
    endings: summed('endings'),
    clicks: clicksOf(keptCount(rules, 'clicks'), clicksWereTaken),
    activityCounts: summed('activityCounts'),
    firstDeeds: summed('firstDeeds'),
    severalPeople: summed('severalPeople'),
  };
}

/** Notes the scopes that are asked for; those that are counted are found by their windows. */
const askedScopes = (scopes: readonly Scope[]): string => `
  CREATE OR REPLACE TEMP TABLE ${asked} AS
  SELECT scope, min(${scopeSql}) AS number
  FROM (VALUES ${scopeValues(scopes)}) AS wanted (scope, asked_place, asked_from, asked_to)
  INNER JOIN ${storedScopes}
    ON place = asked_place
      AND window_from IS NOT DISTINCT FROM asked_from AND window_to IS NOT DISTINCT FROM asked_to
  GROUP BY scope`;

/** The deliveries of a state that is counted up to date, the newest first, with the accounts of their rows. */
export async function deliveriesOfState(engine: Engine, dump: DumpAccount): Promise<readonly Delivery[]> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${namedTable} AS ${namedAccountsOf(dump)}`);
  return deliveriesInAccounts(engine, dump, namedTable, namedPeople);
}

/** The events of a state that is counted up to date, of some of its deliveries. */
export function eventsOfState(engine: Engine, deliveries: readonly Delivery[]): EventStore {
  return {
    partial: () => null,
    deliveriesAtOnce,
    findDeliveries: async () => deliveries,
    lay: async (scopes, { machineRules }) => {
      await engine.run(askedScopes(scopes));
      for (const [name, table] of Object.entries(summedOnce))
        await engine.run(
          `CREATE OR REPLACE TEMP TABLE ${table} AS FROM ${summedUp(keptCount(machineRules, name), asked)}`,
        );
      await engine.run(`
        CREATE OR REPLACE TEMP TABLE asked_spans AS
        SELECT scope, min(time) AS first_time, max(time) AS last_time
        FROM ${summedUp(keptCount(machineRules, 'instants'), asked)} AS instants
        GROUP BY scope`);
      const { table } = keptCount(machineRules, 'clicks');
      const [taken] = await engine.query(`SELECT 1 FROM ${table} WHERE clicks < 0 LIMIT 1`);
      return {
        dialect: engine.dialect,
        relations: relationsIn(machineRules, taken !== undefined),
        query: (sql) => engine.query(sql),
        keep: null,
        confirm: async () => {},
      };
    },
  };
}
