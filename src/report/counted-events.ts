import { linkWithoutAddresses, withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows } from '../dump/dump-rows.ts';
import type { LoadedDump } from '../dump/load.ts';
import type { Engine } from '../engine/engine.ts';
import { reasonGroupsQuery } from './counts/failures.ts';
import { deliveryAccounts, deliveryIdSql, isKept } from './deliveries.ts';
import type { CountingOptions, Scope } from './event-store.ts';
import {
  agentKey,
  countedColumns,
  isInWindow,
  laysActivity,
  laysOutcomes,
  linkKey,
} from './lay-relations.ts';
import { domainNames, numberNames, variantNames } from './names.ts';
import { keptRelations, type Relations, relationsOver } from './relations.ts';
import { type RowContext, rowRelations } from './row-relations.ts';
import { scopeValues } from './window-sql.ts';

/** SQL that is true for the rows of sources where other events tell of sends. */
export function impliesSends({ impliesSends }: LoadedDump): string {
  const numbers = impliesSends.flatMap((implies, source) => (implies ? [source] : []));
  if (numbers.length === impliesSends.length) return 'true';
  return numbers.length === 0 ? 'false' : `source IN (${numbers.join(', ')})`;
}

/**
 * Lays the relations that the queries read from over the loaded dump: what counts of it, in each scope. The rows of the dump
 * are let go of then.
 */
export async function layRelations(
  engine: Engine,
  dump: LoadedDump,
  scopes: readonly Scope[],
  { includeTests, machineRules, reasons, redactDomains }: CountingOptions,
): Promise<Relations> {
  const rows: RowContext = { ...rowRelations, dialect: engine.dialect, machineRules };
  const kept = keptRelations;
  const domain = await numberNames(engine, domainNames, { redact: redactDomains });
  const variant = await numberNames(engine, variantNames, { keys: dump.keys });
  // Copies are told by now, and nothing else depends on the order of rows: keeping it takes memory for what waits its turn.
  await engine.run(`
    SET preserve_insertion_order = false;
    CREATE TABLE scopes AS
    SELECT scope, ${deliveryIdSql(dump)} AS delivery, window_from, window_to
    FROM (VALUES
      ${scopeValues(scopes)}
    ) AS chosen (scope, chosen_place, window_from, window_to)
    INNER JOIN ${deliveryAccounts} ON place = chosen_place;
    CREATE VIEW counted_rows AS
    SELECT
      scope, ${countedColumns({ impliesSends: impliesSends(dump), domain, variant })}
    FROM ${dumpRows}
    INNER JOIN scopes ON scopes.delivery = ${deliveryIdSql(dump)}
    WHERE ${isKept(includeTests)} AND ${isInWindow};
    ${laysOutcomes('CREATE TABLE', rows, 'counted_rows')};
    CREATE TABLE ${kept.reasonGroups} AS ${reasonGroupsQuery(kept.failures, engine.dialect, { reasons, redactDomains })};
    CREATE TABLE ${kept.agents} AS
    SELECT ${agentKey} AS agent, ${withoutAddresses('user_agent')} AS user_agent
    FROM (SELECT DISTINCT user_agent FROM ${dumpRows} WHERE user_agent IS NOT NULL) AS named;
    CREATE TABLE ${kept.links} AS
    SELECT ${linkKey} AS link, ${linkWithoutAddresses('url')} AS url, ${withoutAddresses('link_label')} AS label
    FROM (
      SELECT DISTINCT url, link_label
      FROM ${dumpRows}
      WHERE url IS NOT NULL OR link_label IS NOT NULL
    ) AS clicked;
    DROP VIEW counted_rows;
    DROP TABLE ${dumpRows};
    ${laysActivity('CREATE TABLE', rows)}`);
  return relationsOver(rows);
}
