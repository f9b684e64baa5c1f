import type { Evidence } from './finding.ts';
import type { Judged } from './judged.ts';
import type { FindingSettings } from './settings.ts';

/** One rule, in one file named after its id: figures and settings in, what it found out, or null. */
export interface Rule<Id extends string = string> {
  readonly id: Id;
  readonly find: (figures: Judged, settings: FindingSettings) => Evidence | null;
}
