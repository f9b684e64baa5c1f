import type { LoadedDump } from '../dump/load.ts';
import type { Audit } from './report.ts';

/** What became of a delivery's own rows, in one window. */
export interface DeliveryFates {
  readonly counted: number;
  readonly duplicates: number;
  readonly test: number;
  readonly outsideWindow: number;
  /** Rows of a type that the report does not use: the delivery's own and those that name no delivery. */
  readonly ignored: number;
}

/**
 * The account of every row of the dump, from one delivery's point of view:
 * read = counted + duplicates + rejected + ignored + test + outsideWindow + otherDeliveries.
 * A rejected row cannot be trusted to name its delivery, so that each report of a dump lists all of them.
 */
export function auditOf(dump: LoadedDump, fates: DeliveryFates): Audit {
  const rejected = dump.rejected.reduce((sum, rows) => sum + rows, 0);
  const own = fates.counted + fates.duplicates + fates.test + fates.outsideWindow + fates.ignored;
  return {
    read: dump.read,
    counted: fates.counted,
    duplicates: fates.duplicates,
    rejected,
    ignored: fates.ignored,
    test: fates.test,
    outsideWindow: fates.outsideWindow,
    otherDeliveries: dump.read - rejected - own,
  };
}
