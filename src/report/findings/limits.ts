import type { FindingLevel } from './finding.ts';

/** From where on a share warns, and from where on it is critical; exactly at a limit it is not past it. */
export interface Limits {
  readonly warning: number;
  readonly critical: number;
}

/** The limits of a rule; one from the config is where warnings begin, and nothing below it is critical. */
export function limitsWith({ critical, warning }: Limits, chosen: number | undefined): Limits {
  if (chosen === undefined) return { warning, critical };
  return { warning: chosen, critical: Math.max(critical, chosen) };
}

/** How far a share is past its limits, and past which of them; null where it is within. */
export function pastLimit(
  share: number,
  { warning, critical }: Limits,
): { readonly level: FindingLevel; readonly limit: number } | null {
  if (share > critical) return { level: 'critical', limit: critical };
  return share > warning ? { level: 'warning', limit: warning } : null;
}
