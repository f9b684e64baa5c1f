import type { LoadedDump } from '../dump/load.ts';
import type { RowsByFate } from './deliveries.ts';
import type { Audit } from './report.ts';

/**
 * The account of every row of the dump, from one delivery's point of view, in one window:
 * read = counted + duplicates + rejected + ignored + test + outsideWindow + otherDeliveries.
 * A rejected row cannot be trusted to name its delivery, so that each report of a dump lists all of them.
 * @param rows the delivery's own, and those of a type that the report does not use that name no delivery
 * @param counted how many of those that are kept lie in the window
 */
export function auditOf(dump: LoadedDump, rows: RowsByFate, counted: number): Audit {
  const rejected = dump.rejected.reduce((sum, rows) => sum + rows, 0);
  const own = rows.kept + rows.duplicates + rows.test + rows.ignored;
  return {
    read: dump.read,
    counted,
    duplicates: rows.duplicates,
    rejected,
    ignored: rows.ignored,
    test: rows.test,
    outsideWindow: rows.kept - counted,
    otherDeliveries: dump.read - rejected - own,
  };
}
