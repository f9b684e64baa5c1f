import { courseOf, intervalOf, isBusy, type Step, whileSending } from './course.ts';
import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Two hours in which fifty sends were to be expected, between steps that are half as busy as the rest. */
const least = { time: 2 * 3_600_000, expected: 50, neighbour: 0.5 };

/** The stretches without any event, as the steps from the first silent one up to the next busy one. */
function silences(steps: readonly Step[]): readonly { readonly first: number; readonly after: number }[] {
  const found: { first: number; after: number }[] = [];
  for (const [index, step] of steps.entries()) {
    const last = found.at(-1);
    if (isBusy(step)) continue;
    if (last?.after === index) last.after = index + 1;
    else found.push({ first: index, after: index + 1 });
  }
  return found;
}

/**
 * In the middle of the sending the dump is silent for two hours or more, no event of any kind, and was busy right before
 * and after: rather the export has a hole than the delivery. A pause that comes back, every night say, is a habit and no hole.
 */
export const silentHours: Rule<'silent-hours'> = {
  id: 'silent-hours',
  find: ({ sections }) => {
    const steps = whileSending(courseOf(sections['email-performance']).steps);
    const busy = steps.filter(isBusy);
    const usual = busy.reduce((sum, { sent }) => sum + sent, 0) / busy.length;
    const isUsual = (step: Step | undefined): boolean => (step?.sent ?? 0) >= least.neighbour * usual;
    const holes = silences(steps).flatMap(({ first, after }) => {
      const [from, to] = [steps[first]?.from ?? 0, steps[after]?.from ?? 0];
      const isHole = isUsual(steps[first - 1]) && isUsual(steps[after]) && to - from >= least.time;
      return isHole && (after - first) * usual >= least.expected ? [{ from, to }] : [];
    });
    const [hole] = holes;
    if (hole === undefined || holes.length > 1) return null;
    return evidence({
      level: 'warning',
      section: 'email-performance',
      subject: intervalOf(hole.from, hole.to),
      value: (hole.to - hole.from) / 3_600_000,
    });
  },
};
