import type { Engine } from '../../engine/engine.ts';
import type { LaidEvents, Scope } from '../../report/event-store.ts';

/** From so many scopes on, answers are kept in the engine: in less room. */
const manyScopes = 50;

/** Keeps the answers for many scopes in temporary tables: whatever becomes of the state's file, they can be read. */
export function keptAnswers(engine: Engine, scopes: readonly Scope[]): LaidEvents['keep'] {
  if (scopes.length <= manyScopes) return null;
  let answers = 0;
  return async (sql) => {
    answers += 1;
    const table = `answers_${answers}`;
    await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sql}`);
    return table;
  };
}
