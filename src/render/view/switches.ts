import type { Report } from '../../report/report.ts';
import type { Format } from './format.ts';

/** What a reader can switch: nothing that would change nothing. */
export interface SwitchesView {
  /** Whether the last day can be seen apart from the whole. */
  readonly windows: boolean;
  /** Whether machines opened or clicked anything. */
  readonly machines: boolean;
  /** The report's own time zone. */
  readonly zone: string;
}

/** The switches in the head of a report's page. */
export function switchesView({ lastDay, withMachines, window }: Report, { text }: Format): SwitchesView {
  return {
    windows: lastDay !== null,
    machines: withMachines !== null || (lastDay?.withMachines ?? null) !== null,
    zone: text('switches.zoneOfReport', { zone: window.timezone }),
  };
}
