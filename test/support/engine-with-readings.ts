import type { Engine } from '../../src/engine/engine.ts';

/** An engine that lets something be done before and after each of its statements that reads a dump. */
export const withReadings =
  (before: () => void, after: () => void) =>
  (engine: Engine): Engine => {
    const around =
      <Result>(work: (sql: string) => Promise<Result>) =>
      async (sql: string): Promise<Result> => {
        if (!/read_(json|csv)\(/.test(sql)) return work(sql);
        before();
        try {
          return await work(sql);
        } finally {
          after();
        }
      };
    return {
      dialect: engine.dialect,
      temporaryFolder: engine.temporaryFolder,
      prepareFor: (bytes) => engine.prepareFor(bytes),
      run: around((sql) => engine.run(sql)),
      query: around((sql) => engine.query(sql)),
      progress: () => engine.progress(),
      close: () => engine.close(),
    };
  };
