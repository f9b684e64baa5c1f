import type { Audit } from '../../report/report.ts';
import type { Format } from './format.ts';

export interface AuditPart {
  readonly name: string;
  readonly count: string;
  /** What stands before the part: nothing, = or +. */
  readonly sign: string;
  readonly zero: boolean;
}

const parts = [
  'read',
  'counted',
  'duplicates',
  'rejected',
  'ignored',
  'test',
  'outsideWindow',
  'otherDeliveries',
] as const;

/** The conservation line: rows read = counted + all that was taken out. */
export function auditParts(audit: Audit, { plural, count }: Format): readonly AuditPart[] {
  return parts.map((part, index) => ({
    name: plural(`audit.${part}`, audit[part], {}),
    count: count(audit[part]),
    sign: ['', '='][index] ?? '+',
    zero: index > 1 && audit[part] === 0,
  }));
}
