import type { Engine } from '../../engine/engine.ts';
import { countedColumns, isInWindow, laysRows } from '../../report/lay-relations.ts';
import type { MachineRules } from '../../report/machines/rules/index.ts';
import { taggedEventsQuery } from '../../report/machines/tagged-events.ts';
import { peopleQuery } from '../../report/people.ts';
import { keptRelations } from '../../report/relations.ts';
import type { RowContext } from '../../report/row-relations.ts';
import { type NameColumn, renamed } from './shown-names.ts';
import { shownNames, storedScopes } from './state-tables.ts';
import { touchedPeople } from './touched-rows.ts';
import { scopeSql, scopesThen } from './windows.ts';

/** The counted rows, each in every scope that it is in: of an even number as it was when it was last counted, of an odd one as it is now. */
export const countedRows = 'counted_rows';

/** How many links were clicked in each scope. */
export const linksClicked = 'links_clicked';

const rows = {
  events: 'live_events',
  messages: 'live_messages',
  engagement: 'live_engagement',
  activity: 'live_activity',
  people: 'live_people',
} as const;

/** What is counted with the relations of the counted rows. */
export const rowContext = (
  engine: Engine,
  machineRules: MachineRules,
): RowContext & { readonly countedRows: string } => ({
  ...rows,
  dialect: engine.dialect,
  machineRules,
  countedRows,
});

/** SQL for what a row's name in a column is called, as it was before or as it is now. */
const shownSql = (column: NameColumn, isRenamed: boolean): string =>
  isRenamed
    ? `
        CASE
          WHEN is_now = 0 AND ${column} IN (SELECT text FROM ${renamed[column]})
            THEN (SELECT was FROM ${renamed[column]} WHERE text = ${column})
          ELSE ${column}_names.shown
        END`
    : `${column}_names.shown`;

/** How rows are to be counted. */
interface Laying {
  /** SQL that is true for rows of formats in which other events tell of sends. */
  readonly impliesSends: string;
  /** True where nothing was counted before. */
  readonly isFirst: boolean;
  /** The columns in which any name has become another. */
  readonly renamedIn: ReadonlySet<NameColumn>;
}

/**
 * Lays the counted rows over touched ones, and those of their relations that no rule for machines is asked for.
 * @param from the touched rows, or a query of rows like them
 */
export async function layRows(
  engine: Engine,
  context: RowContext,
  from: string,
  { impliesSends, isFirst, renamedIn }: Laying,
): Promise<void> {
  const scopes = `
      SELECT place, ${scopeSql} AS number, 1 AS is_now, window_from, window_to FROM ${storedScopes}
      ${isFirst ? '' : `UNION ALL SELECT place, ${scopeSql}, 0, window_from, window_to FROM ${scopesThen}`}`;
  await engine.run(`
    CREATE TEMP VIEW ${countedRows} AS
    SELECT
      number * 2 + is_now AS scope, ${countedColumns({
        impliesSends,
        domain: shownSql('domain', renamedIn.has('domain')),
        variant: shownSql('variant', renamedIn.has('variant')),
      })}
    FROM ${from} AS touched
    INNER JOIN (${scopes}) AS scopes USING (place)
    LEFT JOIN ${shownNames.domain} AS domain_names ON domain_names.text = domain
    LEFT JOIN ${shownNames.variant} AS variant_names ON variant_names.text = variant
    WHERE CASE WHEN is_now = 1 THEN is_kept ELSE was_kept END AND ${isInWindow};
    ${laysRows('CREATE OR REPLACE TEMP TABLE', context, countedRows)}`);
}

/**
 * Lays what the rules for machines say of opens and clicks, and the people in whom that is whole.
 * @param isFirst true where all are
 */
export async function layActivity(
  engine: Engine,
  machineRules: MachineRules,
  isFirst: boolean,
): Promise<void> {
  const context = {
    engagement: rows.engagement,
    agents: keptRelations.agents,
    deliveryLinks: linksClicked,
    dialect: engine.dialect,
  };
  const known = isFirst
    ? rows.activity
    : `(
      SELECT *
      FROM ${rows.activity}
      WHERE person IS NULL OR person IN (SELECT person FROM ${touchedPeople})
    )`;
  await engine.run(`
    CREATE TEMP TABLE ${rows.activity} AS ${taggedEventsQuery(context, machineRules)};
    CREATE TEMP TABLE ${rows.people} AS ${peopleQuery(known)}`);
}

/** Lets go of all of them. */
export const dropRows = `DROP VIEW IF EXISTS ${countedRows}; ${Object.values(rows)
  .map((table) => `DROP TABLE IF EXISTS ${table}`)
  .join('; ')}`;
