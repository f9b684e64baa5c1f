import { allWell } from './all-well.ts';
import { blocked } from './blocks.ts';
import { bounceRate } from './bounce-rate.ts';
import { complaintRate } from './complaint-rate.ts';
import { deliveredRate } from './delivered-rate.ts';
import { deliveryStalled } from './delivery-stalled.ts';
import { domainFailing } from './domain-failing.ts';
import { dominantBounceReason } from './dominant-bounce-reason.ts';
import { dominantErrorReason } from './dominant-error-reason.ts';
import { duplicateRows } from './duplicate-rows.ts';
import { errorBurst } from './error-burst.ts';
import { errorRate } from './error-rate.ts';
import { fewMessages } from './few-messages.ts';
import { type Evidence, findingLevels } from './finding.ts';
import type { Judged } from './judged.ts';
import { loadsUnfinished } from './loads-unfinished.ts';
import { machineOpens } from './machine-opens.ts';
import { manyPending } from './many-pending.ts';
import { noSends } from './no-sends.ts';
import { nothingSent } from './nothing-sent.ts';
import { providerFailing } from './provider-failing.ts';
import { provisional } from './provisional.ts';
import { rejectedRows } from './rejected-rows.ts';
import type { FindingSettings } from './settings.ts';
import { shardsMissing } from './shards-missing.ts';
import { silentHours } from './silent-hours.ts';
import { unusual } from './unusual.ts';

/** What is said of a report that is made from a part of the data; then nothing else is, since its figures are too low to judge. */
const reservations = [shardsMissing, loadsUnfinished] as const;

/** The rules, the most important first: of findings of one level the earlier rule's comes first. */
const rules = [
  nothingSent,
  complaintRate,
  bounceRate,
  deliveredRate,
  errorRate,
  deliveryStalled,
  manyPending,
  providerFailing,
  domainFailing,
  blocked,
  dominantBounceReason,
  dominantErrorReason,
  errorBurst,
  silentHours,
  rejectedRows,
  unusual,
  provisional,
  machineOpens,
  duplicateRows,
] as const;

/** What is said where no rule found anything that calls for attention: that, too, is a finding. */
const verdicts = [allWell, fewMessages, noSends] as const;

type AnyRule = (typeof reservations | typeof rules | typeof verdicts)[number];

export type FindingId = AnyRule['id'];

/** The ids of all findings, as report.json names them. */
export const findingIds = [...verdicts, ...reservations, ...rules].map(({ id }) => id) as [
  FindingId,
  ...FindingId[],
];

/** What a rule found, under its name. */
export interface Finding extends Evidence {
  readonly finding: FindingId;
}

/** More than this nobody reads. */
export const mostFindings = 5;

const calls = ({ level }: Evidence): boolean => level === 'critical' || level === 'warning';

/** What is to be said about a delivery, the most important first: one finding at least, and at most five. */
export function findingsOf(figures: Judged, settings: FindingSettings): readonly Finding[] {
  const found = (some: readonly AnyRule[]): readonly Finding[] =>
    some.flatMap(({ id, find }) => {
      const evidence = find(figures, settings);
      return evidence === null ? [] : [{ finding: id, ...evidence }];
    });
  const missing = found(reservations);
  if (missing.length > 0) return missing;
  const judged = found(rules);
  const all = [...(judged.some(calls) ? [] : found(verdicts)), ...judged];
  return findingLevels
    .flatMap((level) => all.filter((finding) => finding.level === level))
    .slice(0, mostFindings);
}
