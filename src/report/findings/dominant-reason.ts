import { type Evidence, evidence } from './finding.ts';
import type { ReasonFigures } from './judged.ts';

/** Half of all, a hundredth of what was to be sent, and twenty at least: less is every delivery's everyday. */
const least = { share: 0.5, ofMessages: 0.01, count: 20 };

/** The reason that at least half of some failures have, where they are many enough to matter; codes are told apart. */
export function dominantReason(
  rows: readonly ReasonFigures[],
  messages: number,
  section: string,
): Evidence | null {
  const whole = rows.reduce((sum, { count }) => sum + count, 0);
  const [first] = [...rows].sort((one, other) => other.count - one.count);
  if (first === undefined || first.reason === null || first.count < least.count) return null;
  const value = first.count / whole;
  if (value < least.share || first.count < least.ofMessages * messages) return null;
  return evidence({
    level: 'warning',
    section,
    subject: first.reason,
    value,
    limit: least.share,
    count: first.count,
    whole,
  });
}
