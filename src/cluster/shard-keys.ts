import { dumpRows } from '../dump/dump-rows.ts';
import { standInOf } from '../dump/keys.ts';
import type { Engine } from '../engine/engine.ts';

/** The people who share messages, or go by a message in some of its rows, by the person whom all of them lie with. */
const neighbours = 'neighbours';

/** True for rows that name their recipient, where a dump was read with lasting keys. */
const namesRecipient = `person <> ${standInOf('message', 'message')}`;

/** Lets each person of a message shared lie with the least of them all, until nobody has to move any more. */
const moveTogether = `
  CREATE OR REPLACE TABLE moved AS
  SELECT person, min(least_of_message) AS shard_key
  FROM (
    SELECT message, min(shard_key) AS least_of_message
    FROM shared_messages
    INNER JOIN ${neighbours} USING (person)
    GROUP BY message
  ) AS met
  INNER JOIN shared_messages USING (message)
  GROUP BY person;
  -- By way of those that they lie with now, long chains are short.
  CREATE OR REPLACE TABLE ${neighbours} AS
  SELECT moved.person AS person, least(moved.shard_key, coalesce(further.shard_key, moved.shard_key)) AS shard_key
  FROM moved
  LEFT JOIN moved AS further ON further.person = moved.shard_key`;

/** Differs whenever somebody has moved: keys only ever become known, and then less. */
async function sumOfKeys(engine: Engine): Promise<unknown> {
  const [row] = await engine.query(
    `SELECT count(shard_key) || ' ' || sum(shard_key::HUGEINT) AS sum FROM ${neighbours}`,
  );
  return row?.sum;
}

/**
 * Finds the shard of each person, so that all rows of a person and of a message lie on one. Mostly it is chosen by the person's own
 * key: only messages with rows of several people are looked at more closely. Where a row names no recipient, it is that of
 * another row of its message.
 * @returns SQL for a row's shard key and the join that it needs, for rows of the dump
 */
export async function findShardKeys(
  engine: Engine,
): Promise<{ readonly shardKey: string; readonly join: string }> {
  await engine.run(`
    CREATE TABLE shared_messages AS
    SELECT DISTINCT message, person, ${namesRecipient} AS is_named
    FROM ${dumpRows}
    WHERE event_type IS NOT NULL AND message IN (
      SELECT message
      FROM ${dumpRows}
      WHERE event_type IS NOT NULL
      GROUP BY message
      HAVING min(person) <> max(person)
    );
    CREATE TABLE ${neighbours} AS
    SELECT DISTINCT person, CASE WHEN is_named THEN person END AS shard_key FROM shared_messages`);
  let sum = await sumOfKeys(engine);
  for (let before: unknown; before !== sum; sum = await sumOfKeys(engine)) {
    before = sum;
    await engine.run(moveTogether);
  }
  await engine.run('DROP TABLE IF EXISTS moved; DROP TABLE shared_messages');
  return {
    shardKey: `coalesce(${neighbours}.shard_key, ${dumpRows}.person)`,
    join: `LEFT JOIN ${neighbours} ON ${neighbours}.person = ${dumpRows}.person`,
  };
}
