import { createHash } from 'node:crypto';
import type { Report } from '../report/report.ts';

/**
 * Tells whether two reports show the same figures of a delivery: 32 hexadecimal digits. The window may have moved on,
 * the dump grown by other deliveries, and others come before it to compare it with: none of that is news. That they are now of all
 * the data is.
 */
export function figuresOf({ delivery, partial, totals, sections, withMachines }: Report): string {
  const { findings: _findings, comparison: _comparison, ...figures } = sections;
  const shown = JSON.stringify({ delivery, partial, totals, sections: figures, withMachines });
  return createHash('sha256').update(shown).digest('hex').slice(0, 32);
}
