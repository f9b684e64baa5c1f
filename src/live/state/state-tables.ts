import { createRowTypes, dumpRows, rowColumns } from '../../dump/dump-rows.ts';
import type { Engine } from '../../engine/engine.ts';

/** The schema that the state's tables lie in: a temporary table of the same name goes before them. */
export const stored = 'state.main';

/** The rows that were read, canonical, as `dump_rows` of a dump: each with its `row`, a number that is given once, in the order of reading. */
export const storedRows = `${stored}.${dumpRows}`;

/** Rows that are no more, since their file was written anew, until they are no longer counted. */
export const departedRows = 'departed_rows';

/** These, whole, while it is counted without them. */
export const departed = 'departed';

/** Rejected rows: where they stand, in the order of reading; `is_tail` is 1 for those of a last row that no line end closes. */
export const storedRejects = 'rejects';

/** What is remembered of each file (see source-state.ts). */
export const sourceStates = 'sources';

/** Where each source stands in the dump just now. */
export const sourcePlaces = 'source_places';

/** The later copies of events, by `row`. */
export const storedCopies = 'stored_copies';

/** The rows of each delivery from each source, by their fate. */
export const accounts = 'accounts';

/** The deliveries, each with the `place` that it keeps, by its id. */
export const places = 'places';

/** The windows that are counted: the chosen one (`kind` 0) and the last day (1) of a delivery. */
export const storedScopes = 'stored_scopes';

/** What domains and variants are called: `text` as rows have it, its `name`, NULL where it is none, and as what the relations have it. */
export const shownNames = { domain: 'shown_domains', variant: 'shown_variants' } as const;

/** Keys of all words in names of deliveries and variants, and the people among the rows who have one of them. */
export const nameWords = 'name_words';
export const namedPeople = 'named_people';

/** Who opened or clicked which message, by person and message; of rows that are gone, too. */
export const engagedPeople = 'engaged_people';

/** The deliveries whose reports are not written yet; `whole` is 0 where nothing but the rows of others is new. */
export const unwritten = 'unwritten';

/** Makes the tables of an empty state. The relations of a report are made when they are first counted. */
export async function createTables(engine: Engine): Promise<void> {
  await createRowTypes(engine);
  await engine.run(`
    CREATE TABLE meta (name VARCHAR, value VARCHAR);
    CREATE TABLE ${sourceStates} (source INTEGER, remembered VARCHAR);
    CREATE TABLE ${sourcePlaces} (source INTEGER, place INTEGER);
    CREATE TABLE ${dumpRows} (row BIGINT, ${rowColumns});
    CREATE TABLE ${departedRows} (row BIGINT);
    CREATE TABLE ${storedRejects} (source INTEGER, line BIGINT, cause VARCHAR, is_tail INTEGER);
    CREATE TABLE ${storedCopies} (row BIGINT, event_identity UBIGINT);
    CREATE TABLE ${accounts} (
      delivery_id VARCHAR, source USMALLINT, fate VARCHAR, rows BIGINT, told_label VARCHAR,
      first_event BIGINT, last_event BIGINT
    );
    CREATE TABLE ${places} (place INTEGER, key VARCHAR);
    CREATE TABLE ${storedScopes} (place INTEGER, kind INTEGER, window_from BIGINT, window_to BIGINT);
    CREATE TABLE ${shownNames.domain} (text VARCHAR, name VARCHAR, shown VARCHAR);
    CREATE TABLE ${shownNames.variant} (text VARCHAR, name VARCHAR, shown VARCHAR);
    CREATE TABLE ${nameWords} (key UBIGINT);
    CREATE TABLE ${namedPeople} (person UBIGINT);
    CREATE TABLE ${engagedPeople} (person UBIGINT, message UBIGINT);
    CREATE TABLE ${unwritten} (place INTEGER, whole INTEGER)`);
}
