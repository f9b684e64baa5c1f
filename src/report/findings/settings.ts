import type { Thresholds } from '../thresholds.ts';

/** What people may choose about findings and comparison. */
export interface FindingSettings {
  /** The limits of a config, as fractions: they take the place of the rules' own. */
  readonly thresholds: Thresholds;
  /** For how long a sender tries a message again that was deferred, in milliseconds. */
  readonly retryWindow: number;
  /** With how many deliveries before it a delivery is compared at most. */
  readonly compareLast: number;
}

const hour = 3_600_000;

/** Adobe Journey Optimizer tries again for three and a half days; most senders give up sooner, few later. */
export const usualSettings: FindingSettings = {
  thresholds: {},
  retryWindow: 84 * hour,
  compareLast: 10,
};
