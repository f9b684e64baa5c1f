import type { QueryRow } from '../engine/engine.ts';
import type { AskHowFar } from '../progress/how-far.ts';
import { auditOf } from './audit.ts';
import type { LaidEvents, Scope } from './event-store.ts';
import { isoTime } from './iso-time.ts';
import { knownBefore } from './known-before.ts';
import type { LocalClock } from './local-clock.ts';
import type { MachineRules } from './machines/rules/index.ts';
import { ratesOf } from './rates.ts';
import type { Figures, MachineActivity } from './report.ts';
import { engagementSections, type SectionsOf, sections } from './sections/index.ts';
import type { Section } from './sections/section.ts';
import { eventTotalsQuery, messageTotalsQuery, peopleTotalsQuery, totalsOf } from './totals.ts';

type RowsOfScope = (scope: number) => readonly QueryRow[];

/** The numbers of scopes from one on and before another. */
export interface ScopeRange {
  readonly from: number;
  readonly to: number;
}

/** A query's answer, which is for all scopes at once: gives the rows of those in a range, parted by scope. */
type Answer = (range: ScopeRange) => Promise<RowsOfScope>;

async function queryByScope({ query }: LaidEvents, sql: string): Promise<RowsOfScope> {
  const byScope = new Map<number, QueryRow[]>();
  for (const row of await query(sql)) {
    const scope = Number(row.scope);
    const rows = byScope.get(scope);
    if (rows === undefined) byScope.set(scope, [row]);
    else rows.push(row);
  }
  return (scope) => byScope.get(scope) ?? [];
}

/** Asks a query once and for all. The answers for many scopes stay in the engine. */
async function ask(laid: LaidEvents, sql: string): Promise<Answer> {
  if (laid.keep === null) {
    const rows = await queryByScope(laid, sql);
    return async () => rows;
  }
  const table = await laid.keep(sql);
  return ({ from, to }) =>
    queryByScope(laid, `SELECT * FROM ${table} WHERE scope >= ${from} AND scope < ${to}`);
}

/**
 * Asks every query once, for all scopes together and with machines' activity beside people's.
 * @param watch is given what tells how far it is
 * @returns what gives the figures of the scopes in a range, from the answers alone.
 */
export async function queryFigures(
  laid: LaidEvents,
  clock: LocalClock,
  machineRules: MachineRules,
  watch: (howFar: AskHowFar) => void,
): Promise<(range: ScopeRange) => Promise<(scope: Scope) => Figures>> {
  let done = 0;
  watch(() => ({ of: 'count', done, total: sections.length }));
  const asked = new Map<string, Promise<Answer>>();
  // Sections that ask the same are answered once.
  const answerTo = (sql: string): Promise<Answer> => {
    const known = asked.get(sql) ?? ask(laid, sql);
    asked.set(sql, known);
    return known;
  };
  const { relations, dialect } = laid;
  const known = await knownBefore(laid.query, relations, clock);
  const context = { ...relations, dialect, clock, known, machineRules };
  const ofSections = new Map<Section, Answer>();
  const [events, messages, people] = await Promise.all([
    answerTo(eventTotalsQuery(relations.eventCounts)),
    answerTo(messageTotalsQuery(relations.messageCounts)),
    answerTo(peopleTotalsQuery(relations.peopleCounts)),
    ...sections.map(async (section) => {
      if (section.query !== undefined) ofSections.set(section, await answerTo(section.query(context)));
      done += 1;
    }),
  ]);
  return async (range) => {
    const sectionRows = new Map<Section, RowsOfScope>();
    const read = new Map<Answer, RowsOfScope>();
    for (const [section, answer] of ofSections) {
      const rows = read.get(answer) ?? (await answer(range));
      read.set(answer, rows);
      sectionRows.set(section, rows);
    }
    const totals = {
      events: await events(range),
      messages: await messages(range),
      people: await people(range),
    };
    return figuresFrom({ totals, sections: sectionRows }, { clock, machineRules });
  };
}

/** The rows of the scopes in a range. */
interface ReadAnswers {
  readonly totals: Readonly<Record<'events' | 'messages' | 'people', RowsOfScope>>;
  readonly sections: ReadonlyMap<Section, RowsOfScope>;
}

/** What shapes the figures of a scope from its rows. */
function figuresFrom(
  { totals: { events, messages, people }, sections: sectionRows }: ReadAnswers,
  { clock, machineRules }: { readonly clock: LocalClock; readonly machineRules: MachineRules },
): (scope: Scope) => Figures {
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
      audit: auditOf(delivery, Number(events(number)[0]?.counted ?? 0)),
      withMachines: machineOpens + machineClicks === 0 ? null : shape(number, engagementSections, 'included'),
    };
  };
}
