import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';

/** An engine, and all the SQL that it was given. */
export interface WatchedEngine extends Engine {
  readonly statements: readonly string[];
}

/** Opens the real engine so that its SQL can be looked at. */
export async function openWatchedEngine(): Promise<WatchedEngine> {
  const engine = await openDuckDB();
  const statements: string[] = [];
  return {
    statements,
    dialect: engine.dialect,
    temporaryFolder: engine.temporaryFolder,
    prepareFor: (bytes) => engine.prepareFor(bytes),
    run: (sql) => {
      statements.push(sql);
      return engine.run(sql);
    },
    query: (sql) => {
      statements.push(sql);
      return engine.query(sql);
    },
    progress: () => engine.progress(),
    close: () => engine.close(),
  };
}
