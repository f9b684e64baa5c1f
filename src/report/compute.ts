import type { AskHowFar } from '../progress/how-far.ts';
import type { Delivery } from './deliveries.ts';
import type { CountingOptions, EventStore, Scope } from './event-store.ts';
import { queryFigures, type ScopeRange } from './figures.ts';
import { isoTime } from './iso-time.ts';
import { LocalClock } from './local-clock.ts';
import type { Report } from './report.ts';
import { lastDayOf, type Window, type WindowChoice, windowOf } from './window.ts';

/** What a person may choose about the figures of a report. */
export interface ComputeOptions extends CountingOptions {
  /** Only this delivery of the dump. */
  readonly deliveryId: string | undefined;
  readonly window: WindowChoice;
  readonly timezone: string;
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
const reportsAtOnce = 50;

const latestInstant = Date.UTC(9999, 11, 31);

function clockFor(timezone: string, deliveries: readonly Delivery[]): LocalClock {
  const first = deliveries.reduce(
    (least, { firstEvent }) => Math.min(least, firstEvent ?? least),
    latestInstant,
  );
  const last = deliveries.reduce((most, { lastEvent }) => Math.max(most, lastEvent ?? most), first);
  return new LocalClock(timezone, first, last);
}

/** A delivery with what its report is about: the chosen window, and its last day where there is one. */
interface Reported {
  readonly delivery: Delivery;
  readonly chosen: Scope;
  readonly lastDay: Scope | null;
}

/** The scopes of deliveries, numbered from nought. */
function scopesOf(deliveries: readonly Delivery[], choice: WindowChoice): readonly Reported[] {
  let scopes = 0;
  const scopeOf = (delivery: Delivery, window: Window): Scope => {
    scopes += 1;
    return { number: scopes - 1, delivery, window };
  };
  return deliveries.map((delivery) => {
    const lastDay = lastDayOf(choice, delivery);
    return {
      delivery,
      chosen: scopeOf(delivery, windowOf(choice, delivery.lastEvent)),
      lastDay: lastDay === null ? null : scopeOf(delivery, lastDay),
    };
  });
}

/** The numbers of the scopes of some deliveries. */
function rangeOf(some: readonly Reported[]): ScopeRange {
  const last = some.at(-1);
  return { from: some[0]?.chosen.number ?? 0, to: ((last?.lastDay ?? last?.chosen)?.number ?? -1) + 1 };
}

function inGroups<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (items.length <= size) return [items];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * Computes the report of each delivery of a store, the newest first.
 * @param watch is given what says how many sections are computed, whenever it asks.
 * @throws BadDataError where every row was rejected or none is an event, UsageError for an unknown delivery.
 */
export async function computeReports(
  store: EventStore,
  options: ComputeOptions,
  watch: (howFar: AskHowFar) => void = () => {},
): Promise<ComputedReports> {
  const deliveries = await store.findDeliveries(options.includeTests, options.deliveryId);
  const clock = clockFor(options.timezone, deliveries);
  const groups = inGroups(deliveries, store.deliveriesAtOnce).map((some) => scopesOf(some, options.window));

  const askFor = async (group: readonly Reported[]) => {
    const scopes = group.flatMap(({ chosen, lastDay }) => (lastDay === null ? [chosen] : [chosen, lastDay]));
    const laid = await store.lay(scopes, options);
    const figures = await queryFigures(laid, clock, options.machineRules, watch);
    await laid.confirm();
    return figures;
  };
  const [first, ...later] = groups;
  if (first === undefined) throw new Error('no deliveries');
  const figuresOfFirst = await askFor(first);
  const partial = store.partial();

  return {
    count: deliveries.length,
    each: async function* (allRead) {
      for (const group of groups) {
        const figuresIn = group === first ? figuresOfFirst : await askFor(group);
        const parts = inGroups(group, reportsAtOnce);
        for (const some of parts) {
          const figuresOf = await figuresIn(rangeOf(some));
          if (group === (later.at(-1) ?? first) && some === parts.at(-1)) allRead?.();
          for (const { delivery, chosen, lastDay } of some)
            yield {
              schemaVersion: 1,
              delivery: identified(delivery),
              ...(partial === null ? {} : { partial }),
              ...figuresOf(chosen),
              lastDay: lastDay === null ? null : figuresOf(lastDay),
            };
        }
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
