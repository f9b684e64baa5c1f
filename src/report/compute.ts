import type { LoadedDump } from '../dump/load.ts';
import type { Engine } from '../engine/engine.ts';
import { BadDataError } from '../errors.ts';
import type { AskHowFar } from '../progress/how-far.ts';
import { layRelations, type Scope } from './counted-events.ts';
import { chooseDeliveries, type Delivery, findDeliveries, noteLaterCopies } from './deliveries.ts';
import { queryFigures } from './figures.ts';
import { isoTime } from './iso-time.ts';
import { LocalClock } from './local-clock.ts';
import type { MachineRules } from './machines/rules/index.ts';
import type { ReasonGrouping } from './reason-masks.ts';
import type { Report } from './report.ts';
import { lastDayOf, type Window, type WindowChoice, windowOf } from './window.ts';

/** What a person may choose about the figures of a report. */
export interface ComputeOptions {
  /** Only this delivery of the dump. */
  readonly deliveryId: string | undefined;
  readonly window: WindowChoice;
  readonly timezone: string;
  readonly includeTests: boolean;
  readonly reasons: ReasonGrouping;
  readonly machineRules: MachineRules;
}

const latestInstant = Date.UTC(9999, 11, 31);

function clockFor(timezone: string, deliveries: readonly Delivery[]): LocalClock {
  const first = deliveries.reduce(
    (least, { firstEvent }) => Math.min(least, firstEvent ?? least),
    latestInstant,
  );
  const last = deliveries.reduce((most, { lastEvent }) => Math.max(most, lastEvent ?? most), first);
  return new LocalClock(timezone, first, last);
}

/**
 * Computes the report of each delivery of a loaded dump, the newest first.
 * @param watch is given what says how many sections are computed, whenever it asks.
 * @throws BadDataError where every row was rejected or none is an event, UsageError for an unknown delivery.
 */
export async function computeReports(
  engine: Engine,
  dump: LoadedDump,
  options: ComputeOptions,
  watch: (howFar: AskHowFar) => void = () => {},
): Promise<readonly Report[]> {
  if (dump.read === 0) throw new BadDataError('the dump has no rows', 'export it again');
  await noteLaterCopies(engine);
  const found = await findDeliveries(engine, dump, options.includeTests);
  const deliveries = chooseDeliveries(found, options.deliveryId);

  const scopes: Scope[] = [];
  const scopeOf = (delivery: Delivery, window: Window): Scope => {
    const scope = { number: scopes.length, delivery, window };
    scopes.push(scope);
    return scope;
  };
  const reported = deliveries.map((delivery) => {
    const lastDay = lastDayOf(options.window, delivery);
    return {
      delivery,
      chosen: scopeOf(delivery, windowOf(options.window, delivery.lastEvent)),
      lastDay: lastDay === null ? null : scopeOf(delivery, lastDay),
    };
  });
  await layRelations(engine, dump, scopes, options);
  const clock = clockFor(options.timezone, deliveries);
  const figuresOf = await queryFigures(engine, dump, clock, options.machineRules, watch);

  return reported.map(({ delivery: { id, label, formats, firstEvent, lastEvent }, chosen, lastDay }) => ({
    schemaVersion: 1,
    delivery: {
      id,
      label,
      format: formats.join('+'),
      firstEvent: isoTime(firstEvent),
      lastEvent: isoTime(lastEvent),
    },
    ...figuresOf(chosen),
    lastDay: lastDay === null ? null : figuresOf(lastDay),
  }));
}
