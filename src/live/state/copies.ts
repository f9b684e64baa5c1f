import type { Engine } from '../../engine/engine.ts';
import { usable } from '../../report/deliveries.ts';
import { departed, sourcePlaces, storedCopies, storedRows } from './state-tables.ts';

/** Rows that have become copies of others since they were counted, and rows that are none any more. */
export const becameCopies = 'became_copies';
export const ceasedCopies = 'ceased_copies';

/** The rows of the identities in question that were copies. */
const copiesThen = 'copies_then';

/** Of rows with these identities the first in the order of the dump counts, whenever it came. */
const laterCopies = (identities: string): string => `
  SELECT row, event_identity
  FROM (
    SELECT row, event_identity, row_number() OVER (PARTITION BY event_identity ORDER BY place, row) AS copy
    FROM ${storedRows}
    INNER JOIN ${sourcePlaces} USING (source)
    WHERE ${usable} AND event_identity IN (SELECT event_identity FROM ${identities})
  ) AS copies
  WHERE copy > 1`;

/** Identities of some rows that more than one row has. */
const shared = (rows: string): string => `
  SELECT event_identity
  FROM ${storedRows}
  WHERE ${usable} AND event_identity IN (${rows})
  GROUP BY event_identity
  HAVING count(*) > 1`;

/** Finds the later copies among all rows anew. */
export async function findAllCopies(engine: Engine): Promise<void> {
  await engine.run(`
    CREATE TEMP TABLE shared_identities AS
    SELECT event_identity
    FROM ${storedRows}
    WHERE ${usable} AND event_identity IS NOT NULL
    GROUP BY event_identity
    HAVING count(*) > 1;
    DELETE FROM ${storedCopies};
    INSERT INTO ${storedCopies} ${laterCopies('shared_identities')};
    DROP TABLE shared_identities`);
}

/**
 * Finds the later copies of events of which rows came or went, and notes of which rows it has changed what they are.
 * @param countedTo rows from this number on are new
 * @param isReordered whether files stand in another order now: then another copy of each event may be the first
 */
export async function findCopies(engine: Engine, countedTo: number, isReordered: boolean): Promise<void> {
  await engine.run(`
    CREATE TEMP TABLE shared_identities AS
    ${shared(`
      SELECT event_identity FROM ${storedRows} WHERE row >= ${countedTo} AND event_identity IS NOT NULL`)}
    UNION
    SELECT event_identity
    FROM ${storedCopies}
    WHERE ${
      isReordered
        ? 'true'
        : `event_identity IN (
      SELECT event_identity FROM ${departed}
    )`
    };
    CREATE TEMP TABLE copies_now AS ${laterCopies('shared_identities')};
    CREATE TEMP TABLE ${copiesThen} AS
    SELECT row, event_identity
    FROM ${storedCopies}
    WHERE event_identity IN (SELECT event_identity FROM shared_identities);
    CREATE TEMP TABLE ${becameCopies} AS
    SELECT row FROM copies_now WHERE row < ${countedTo} AND row NOT IN (SELECT row FROM ${copiesThen});
    CREATE TEMP TABLE ${ceasedCopies} AS
    SELECT row
    FROM ${copiesThen}
    WHERE row NOT IN (SELECT row FROM copies_now) AND row NOT IN (SELECT row FROM ${departed});
    DELETE FROM ${storedCopies} WHERE row IN (SELECT row FROM ${copiesThen});
    INSERT INTO ${storedCopies} SELECT row, event_identity FROM copies_now;
    DROP TABLE shared_identities;
    DROP TABLE copies_now`);
}

/** SQL that is true for rows that are later copies. */
export const isCopy = `row IN (SELECT row FROM ${storedCopies})`;

/** The same of when rows were last counted. */
export const wasCopy = `(row IN (SELECT row FROM ${copiesThen}) OR (${isCopy} AND row NOT IN (SELECT row FROM ${becameCopies})))`;

/** Lets go of what was noted. */
export const dropCopies = [becameCopies, ceasedCopies, copiesThen]
  .map((table) => `DROP TABLE IF EXISTS ${table}`)
  .join('; ');
