import type { Delivery } from './deliveries.ts';
import type { Audit } from './report.ts';

/**
 * The account of every row of the dump, from one delivery's point of view, in one window:
 * read = counted + duplicates + rejected + ignored + test + outsideWindow + otherDeliveries.
 * A rejected row cannot be trusted to name its delivery, so that each report of a dump lists all of them.
 * @param counted how many of its rows that are kept lie in the window
 */
export function auditOf({ rows, read, rejected }: Delivery, counted: number): Audit {
  const own = rows.kept + rows.duplicates + rows.test + rows.ignored;
  return {
    read,
    counted,
    duplicates: rows.duplicates,
    rejected,
    ignored: rows.ignored,
    test: rows.test,
    outsideWindow: rows.kept - counted,
    otherDeliveries: read - rejected - own,
  };
}
