import type { LoadedDump } from '../dump/load.ts';
import type { Engine, QueryRow } from '../engine/engine.ts';
import type { AskHowFar } from '../progress/how-far.ts';
import { auditOf } from './audit.ts';
import type { Scope } from './counted-events.ts';
import { isoTime } from './iso-time.ts';
import type { LocalClock } from './local-clock.ts';
import type { MachineRules } from './machines/rules/index.ts';
import { ratesOf } from './rates.ts';
import { relations } from './relations.ts';
import type { Figures, MachineActivity } from './report.ts';
import { engagementSections, type SectionsOf, sections } from './sections/index.ts';
import type { Section } from './sections/section.ts';
import { eventTotalsQuery, messageTotalsQuery, peopleTotalsQuery, totalsOf } from './totals.ts';

type RowsOfScope = (scope: number) => readonly QueryRow[];

/** Runs a query that answers for all scopes at once, and parts its rows by scope. */
async function queryByScope(engine: Engine, sql: string): Promise<RowsOfScope> {
  const byScope = new Map<number, QueryRow[]>();
  for (const row of await engine.query(sql)) {
    const scope = Number(row.scope);
    const rows = byScope.get(scope);
    if (rows === undefined) byScope.set(scope, [row]);
    else rows.push(row);
  }
  return (scope) => byScope.get(scope) ?? [];
}

/**
 * Asks every query once, for all scopes together and with machines' activity beside people's.
 * @returns what gives the figures of a scope, from the answers alone.
 */
export async function queryFigures(
  engine: Engine,
  dump: LoadedDump,
  clock: LocalClock,
  machineRules: MachineRules,
  watch: (howFar: AskHowFar) => void,
): Promise<(scope: Scope) => Figures> {
  let done = 0;
  watch(() => ({ of: 'count', done, total: sections.length }));
  const events = await queryByScope(engine, eventTotalsQuery(relations.eventCounts));
  const messages = await queryByScope(engine, messageTotalsQuery(relations.messageCounts));
  const people = await queryByScope(engine, peopleTotalsQuery(relations.people));
  const context = { ...relations, dialect: engine.dialect, clock, machineRules };
  const sectionRows = new Map<Section, RowsOfScope>();
  // Sections that ask the same are answered once.
  const answers = new Map<string, RowsOfScope>();
  for (const [index, section] of sections.entries()) {
    done = index;
    if (section.query === undefined) continue;
    const sql = section.query(context);
    const rows = answers.get(sql) ?? (await queryByScope(engine, sql));
    answers.set(sql, rows);
    sectionRows.set(section, rows);
  }

  const shape = <Some extends Section>(scope: number, chosen: readonly Some[], machines: MachineActivity) => {
    const rows = { events: events(scope)[0], messages: messages(scope)[0], people: people(scope)[0] };
    const totals = totalsOf(rows, machines);
    const known = { totals, rates: ratesOf(totals), clock, machines, machineRules };
    const shaped = chosen.map((section) => [
      section.id,
      section.shape(sectionRows.get(section)?.(scope) ?? [], known),
    ]);
    // Each is what its section's schema says: `shape` has its type.
    return { totals, rates: known.rates, sections: Object.fromEntries(shaped) as SectionsOf<Some> };
  };

  return ({ number, delivery, window }) => {
    const figures = shape(number, sections, 'excluded');
    const { machineOpens, machineClicks } = figures.totals;
    return {
      window: { from: isoTime(window.from), to: isoTime(window.to), timezone: clock.timezone },
      ...figures,
      audit: auditOf(dump, delivery.rows, Number(events(number)[0]?.counted ?? 0)),
      withMachines: machineOpens + machineClicks === 0 ? null : shape(number, engagementSections, 'included'),
    };
  };
}
