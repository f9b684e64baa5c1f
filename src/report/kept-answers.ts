import type { Engine } from '../engine/engine.ts';
import type { LaidEvents, Scope } from './event-store.ts';

/** From so many deliveries on, answers are kept in the engine: in less room, or on disk. */
const manyDeliveries = 50;

/** What keeps the answers for many deliveries in tables of the engine; null where there are few. */
export function keptAnswers(
  engine: Engine,
  scopes: readonly Scope[],
  create: 'CREATE TABLE' | 'CREATE OR REPLACE TEMP TABLE',
): LaidEvents['keep'] {
  if (new Set(scopes.map(({ delivery }) => delivery)).size <= manyDeliveries) return null;
  let answers = 0;
  return async (sql) => {
    answers += 1;
    const table = `answers_${answers}`;
    await engine.run(`${create} ${table} AS ${sql}`);
    return table;
  };
}
