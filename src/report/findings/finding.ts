/** How much a finding matters: something has gone wrong, may go wrong, should be known, or went well. */
export const findingLevels = ['critical', 'warning', 'good', 'notice'] as const;
export type FindingLevel = (typeof findingLevels)[number];

/** What a rule found: how much it matters, and the figures that its sentence names. Shares are fractions. */
export interface Evidence {
  readonly level: FindingLevel;
  /** The section that shows more of it. */
  readonly section: string | null;
  /** What it is about: a provider, a reason, a metric; a stretch of time as an ISO 8601 interval. */
  readonly subject: string | null;
  /** The figure that was judged, and the limit that it is past. */
  readonly value: number | null;
  readonly limit: number | null;
  /** How many of how many. */
  readonly count: number | null;
  readonly whole: number | null;
  /** An interval or a band, both ends of it. */
  readonly low: number | null;
  readonly high: number | null;
}

/** A finding of these figures; what is not given is null. */
export function evidence(
  given: Pick<Evidence, 'level' | 'section'> & Partial<Omit<Evidence, 'level' | 'section'>>,
): Evidence {
  const { level, section } = given;
  const { subject = null, value = null, limit = null } = given;
  const { count = null, whole = null, low = null, high = null } = given;
  return { level, section, subject, value, limit, count, whole, low, high };
}
