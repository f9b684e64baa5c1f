import { sqlText } from '../../engine/dialect.ts';
import type { Engine } from '../../engine/engine.ts';
import {
  accountsQuery,
  type DumpAccount,
  fateSql,
  namedAccounts,
  nameOfDump,
} from '../../report/deliveries.ts';
import { becameCopies, ceasedCopies, isCopy } from './copies.ts';
import { accounts, departed, places, sourcePlaces, storedRows } from './state-tables.ts';

const columns = 'delivery_id, source, fate, rows, told_label, first_event, last_event';

/** SQL of the accounts with what their deliveries are called, each with its `place`, and with the places of sources for their numbers. */
export function namedAccountsOf(dump: Pick<DumpAccount, 'sources'>): string {
  const told = `(
    SELECT
      delivery_id, source_order.place AS source, fate, rows, told_label, first_event, last_event,
      coalesce(${places}.place, -1) AS delivery_place
    FROM ${accounts}
    INNER JOIN ${sourcePlaces} AS source_order USING (source)
    LEFT JOIN ${places} ON key = coalesce(delivery_id, ${sqlText(nameOfDump(dump))})
  ) AS told`;
  return namedAccounts(dump, told, 'delivery_place');
}

/** Draws up all accounts anew. */
export async function drawUpAccounts(engine: Engine, includeTests: boolean): Promise<void> {
  await engine.run(`
    DELETE FROM ${accounts};
    INSERT INTO ${accounts} ${accountsQuery(storedRows, fateSql(includeTests, isCopy))}`);
}

/**
 * Brings the accounts up to date: adds rows from a number on, and draws up anew those of which rows have gone or have
 * become something else.
 */
export async function updateAccounts(
  engine: Engine,
  countedTo: number,
  includeTests: boolean,
): Promise<void> {
  const fate = fateSql(includeTests, isCopy);
  // A delivery of no id is one too: it is looked up by a key that is never NULL.
  const key = "coalesce('=' || delivery_id, '')";
  await engine.run(`
    CREATE TEMP TABLE changed_accounts AS
    SELECT DISTINCT ${key} AS account, source
    FROM ${departed}
    UNION
    SELECT DISTINCT ${key} AS account, source
    FROM ${storedRows}
    WHERE row IN (SELECT row FROM ${becameCopies} UNION ALL SELECT row FROM ${ceasedCopies})`);
  const [changed] = await engine.query('SELECT count(*) AS accounts FROM changed_accounts');
  const isChanged = `(${key}, source) IN (SELECT (account, source) FROM changed_accounts)`;
  const someChanged = Number(changed?.accounts) > 0;
  await engine.run(`
    CREATE TEMP TABLE accounts_now AS
    SELECT
      delivery_id, source, fate, sum(rows)::BIGINT AS rows, max(told_label) AS told_label,
      min(first_event) AS first_event, max(last_event) AS last_event
    FROM (
      SELECT ${columns} FROM ${accounts} ${someChanged ? `WHERE NOT (${isChanged})` : ''}
      UNION ALL
      ${accountsQuery(`(SELECT * FROM ${storedRows} WHERE row >= ${countedTo}) AS new_rows`, fate)}
        ${someChanged ? `HAVING NOT (${isChanged})` : ''}
      ${
        someChanged
          ? `UNION ALL
      ${accountsQuery(`(SELECT * FROM ${storedRows} WHERE ${isChanged}) AS old_rows`, fate)}`
          : ''
      }
    ) AS parts
    GROUP BY delivery_id, source, fate;
    DELETE FROM ${accounts};
    INSERT INTO ${accounts} SELECT ${columns} FROM accounts_now;
    DROP TABLE accounts_now;
    DROP TABLE changed_accounts`);
}
