import type { Plan } from '../plan.ts';

/** What a part of the bench is given: how much to measure, and a folder for what comes out, which is removed after. */
export interface Bench {
  readonly plan: Plan;
  readonly output: string;
}
