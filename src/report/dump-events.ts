import type { LoadedDump } from '../dump/load.ts';
import type { Engine } from '../engine/engine.ts';
import { BadDataError } from '../errors.ts';
import { layRelations } from './counted-events.ts';
import { chooseDeliveries, findDeliveries, noteLaterCopies } from './deliveries.ts';
import type { EventStore } from './event-store.ts';
import { keptAnswers } from './kept-answers.ts';

/** The events of a dump that was read into the engine. They can be laid once: the rows of the dump are let go of then. */
export function eventsOfDump(engine: Engine, dump: LoadedDump): EventStore {
  return {
    partial: () => null,
    deliveriesAtOnce: Number.POSITIVE_INFINITY,
    findDeliveries: async (includeTests, id) => {
      if (dump.read === 0) throw new BadDataError('the dump has no rows', 'export it again');
      await noteLaterCopies(engine);
      return chooseDeliveries(await findDeliveries(engine, dump, includeTests), id);
    },
    lay: async (scopes, options) => {
      const relations = await layRelations(engine, dump, scopes, options);
      return {
        dialect: engine.dialect,
        relations,
        query: (sql) => engine.query(sql),
        // Nobody else writes into the engine.
        confirm: async () => {},
        keep: keptAnswers(engine, scopes, 'CREATE TABLE'),
      };
    },
  };
}
