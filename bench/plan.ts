import type { Options } from './options.ts';
import type { Turns } from './process/in-turn.ts';

/** How large the cases are and how often each is run. */
export interface Plan {
  /** Of what takes a second at most. */
  readonly small: Turns;
  readonly throughput: readonly Throughput[];
  readonly deliveries: Deliveries;
  readonly formats: { readonly recipients: number; readonly turns: Turns };
  readonly live: Live;
}

/** Of dumps that are followed: to how many recipients each was sent, and how often rows come. */
export interface Live {
  readonly recipients: readonly number[];
  readonly updates: number;
}

export interface Throughput {
  readonly recipients: number;
  readonly turns: Turns;
  /** Whether jq, Miller and GoAccess have their turns too: they take many times as long. */
  readonly others: boolean;
}

export interface Deliveries {
  /** Of the reports made in one run as HTML alone, and the number that peak memory is compared at. */
  readonly html: number;
  readonly fewer: number;
  /** Of those printed too. */
  readonly pdf: number;
  readonly turns: Turns;
}

const warm = (turns: number): Turns => ({ turns, warmUp: true });
const cold = (turns: number): Turns => ({ turns, warmUp: false });

const plans: Record<Options['level'], Plan> = {
  quick: {
    small: warm(5),
    throughput: [{ recipients: 200_000, turns: warm(2), others: false }],
    deliveries: { html: 100, fewer: 50, pdf: 20, turns: cold(1) },
    formats: { recipients: 36_500, turns: warm(1) },
    live: { recipients: [36_500], updates: 20 },
  },
  usual: {
    small: warm(9),
    throughput: [{ recipients: 1_000_000, turns: warm(3), others: true }],
    deliveries: { html: 1000, fewer: 100, pdf: 100, turns: cold(3) },
    formats: { recipients: 36_500, turns: warm(5) },
    live: { recipients: [36_500, 365_000], updates: 100 },
  },
  large: {
    small: warm(9),
    throughput: [
      { recipients: 1_000_000, turns: warm(3), others: true },
      { recipients: 10_000_000, turns: cold(3), others: false },
    ],
    deliveries: { html: 1000, fewer: 100, pdf: 1000, turns: cold(3) },
    formats: { recipients: 36_500, turns: warm(5) },
    live: { recipients: [36_500, 365_000, 3_650_000], updates: 100 },
  },
};

/** What is measured at a level, with what the command line asks for instead. */
export function planOf({ level, turns, recipients }: Pick<Options, 'level' | 'turns' | 'recipients'>): Plan {
  const { small, throughput, deliveries, formats, live } = plans[level];
  const asked = (usual: Turns): Turns => ({ ...usual, turns: turns ?? usual.turns });
  const sizes =
    recipients === null ? throughput : throughput.slice(0, 1).map((one) => ({ ...one, recipients }));
  return {
    small: asked(small),
    throughput: sizes.map((one) => ({ ...one, turns: asked(one.turns) })),
    deliveries: { ...deliveries, turns: asked(deliveries.turns) },
    formats: { ...formats, turns: asked(formats.turns) },
    live: recipients === null ? live : { ...live, recipients: [recipients] },
  };
}
