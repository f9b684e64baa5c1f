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
  /** Domains of few people are not named. */
  readonly redactDomains: boolean;
  readonly machineRules: MachineRules;
}

/** The reports of a dump: as many as are gone through are held, not as many as there are. */
export interface ComputedReports {
  readonly count: number;
  /**
   * Each in turn, the newest first; may be asked for again.
   * @param allRead called when the engine has told all that they are made from
   */
  readonly each: (allRead?: () => void) => AsyncIterable<Report>;
}

/** The rows of so many deliveries are read from the engine at a time. */
const deliveriesAtOnce = 50;

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
): Promise<ComputedReports> {
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
  const areMany = reported.length > deliveriesAtOnce;
  const figuresIn = await queryFigures(engine, dump, clock, options.machineRules, { areMany, watch });

  return {
    count: reported.length,
    each: async function* (allRead) {
      for (let first = 0; first < reported.length; first += deliveriesAtOnce) {
        const some = reported.slice(first, first + deliveriesAtOnce);
        const next = reported[first + deliveriesAtOnce]?.chosen.number ?? scopes.length;
        const figuresOf = await figuresIn({ from: some[0]?.chosen.number ?? 0, to: next });
        if (first + deliveriesAtOnce >= reported.length) allRead?.();
        for (const { delivery, chosen, lastDay } of some)
          yield {
            schemaVersion: 1,
            delivery: identified(delivery),
            ...figuresOf(chosen),
            lastDay: lastDay === null ? null : figuresOf(lastDay),
          };
      }
    },
  };
}

const identified = ({ id, label, formats, firstEvent, lastEvent }: Delivery): Report['delivery'] => ({
  id,
  label,
  format: formats.join('+'),
  firstEvent: isoTime(firstEvent),
  lastEvent: isoTime(lastEvent),
});
