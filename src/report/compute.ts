import type { LoadedDump } from '../dump/load.ts';
import type { Engine, QueryRow } from '../engine/engine.ts';
import { BadDataError } from '../errors.ts';
import { auditOf } from './audit.ts';
import { findFates, layRelations, type ReportedDelivery, relations } from './counted-events.ts';
import { chooseDeliveries, findDeliveries, noteLaterCopies } from './deliveries.ts';
import { LocalClock } from './local-clock.ts';
import { ratesOf } from './rates.ts';
import { type Report, reportSchema } from './report.ts';
import { sections } from './sections/index.ts';
import { eventTotalsQuery, messageTotalsQuery, totalsOf } from './totals.ts';
import { type WindowChoice, windowOf } from './window.ts';

/** What a person may choose about the figures of a report. */
export interface ComputeOptions {
  /** Only this delivery of the dump. */
  readonly deliveryId: string | undefined;
  readonly window: WindowChoice;
  readonly timezone: string;
  readonly includeTests: boolean;
}

type RowsOfDelivery = (delivery: number) => readonly QueryRow[];

/** Runs a query that answers for all deliveries at once, and parts its rows by delivery. */
async function queryByDelivery(engine: Engine, sql: string): Promise<RowsOfDelivery> {
  const byDelivery = new Map<number, QueryRow[]>();
  for (const row of await engine.query(sql)) {
    const delivery = Number(row.delivery);
    const rows = byDelivery.get(delivery);
    if (rows === undefined) byDelivery.set(delivery, [row]);
    else rows.push(row);
  }
  return (delivery) => byDelivery.get(delivery) ?? [];
}

const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

const latestInstant = Date.UTC(9999, 11, 31);

function clockFor(timezone: string, deliveries: readonly ReportedDelivery[]): LocalClock {
  const first = deliveries.reduce(
    (least, { firstEvent }) => Math.min(least, firstEvent ?? least),
    latestInstant,
  );
  const last = deliveries.reduce((most, { lastEvent }) => Math.max(most, lastEvent ?? most), first);
  return new LocalClock(timezone, first, last);
}

function formatOf(dump: LoadedDump): string {
  return [...new Set(dump.sources.map(({ format }) => format.id))].join('+');
}

/**
 * Computes the report of each delivery of a loaded dump, the newest first.
 * @throws BadDataError where every row was rejected or none is an event, UsageError for an unknown delivery.
 */
export async function computeReports(
  engine: Engine,
  dump: LoadedDump,
  options: ComputeOptions,
): Promise<readonly Report[]> {
  if (dump.read === 0) throw new BadDataError('the dump has no rows', 'export it again');
  await noteLaterCopies(engine);
  const found = await findDeliveries(engine, dump, options.includeTests);
  const deliveries = chooseDeliveries(found, options.deliveryId).map((delivery, number) => ({
    ...delivery,
    number,
    window: windowOf(options.window, delivery.lastEvent),
  }));
  await layRelations(engine, dump, deliveries, options.includeTests);

  const clock = clockFor(options.timezone, deliveries);
  const context = { ...relations, dialect: engine.dialect, clock };
  const eventTotals = await queryByDelivery(engine, eventTotalsQuery(relations.events));
  const messageTotals = await queryByDelivery(engine, messageTotalsQuery(relations.messages));
  const fates = await findFates(engine);
  const sectionRows: RowsOfDelivery[] = [];
  for (const section of sections) {
    sectionRows.push(
      section.query === undefined ? () => [] : await queryByDelivery(engine, section.query(context)),
    );
  }

  return deliveries.map(({ number, id, label, firstEvent, lastEvent, window }) => {
    const totals = totalsOf(eventTotals(number)[0], messageTotals(number)[0]);
    const rates = ratesOf(totals);
    const shaped = sections.map((section, index) => [
      section.id,
      section.shape(sectionRows[index]?.(number) ?? [], { totals, rates, clock }),
    ]);
    return reportSchema.parse({
      schemaVersion: 1,
      delivery: { id, label, format: formatOf(dump), firstEvent: iso(firstEvent), lastEvent: iso(lastEvent) },
      window: { from: iso(window.from), to: iso(window.to), timezone: options.timezone },
      totals,
      rates,
      sections: Object.fromEntries(shaped),
      audit: auditOf(dump, fates(number)),
    });
  });
}
