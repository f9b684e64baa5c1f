import { askEngine, quoted } from '../engine.ts';
import { type Dump, madeOnce } from './dump.ts';

/**
 * An access log (Apache's combined format) with a request for each row of a native dump, for GoAccess: the recipient as an
 * address, the event's type and link as what was asked for, a bounce or error as status 404.
 */
export const accessLogOf = (dump: Dump, name: string): Promise<Dump> =>
  madeOnce(name, async (file) => {
    const columns = ['event_type', 'recipient', 'link_label', 'user_agent'].map(
      (column) => `${column}: 'VARCHAR'`,
    );
    const rows = `read_json(${quoted(dump.file)}, format = 'newline_delimited', columns = {timestamp: 'TIMESTAMP', ${columns.join(', ')}})`;
    const address = [24, 16, 8, 0].map((shift) => `((person >> ${shift}) & 255)`).join(` || '.' || `);
    const line = `(${address}) || ' - - [' || strftime(timestamp, '%d/%b/%Y:%H:%M:%S') || ' +0000] "GET /' || event_type
      || coalesce('/' || replace(link_label, ' ', '-'), '') || ' HTTP/1.1" '
      || CASE WHEN event_type IN ('bounce', 'error') THEN 404 ELSE 200 END || ' 512 "-" "' || coalesce(user_agent, '-') || '"'`;
    const requests = `SELECT ${line} FROM (SELECT *, hash(recipient) % 3758096384 + 16777216 AS person FROM ${rows})`;
    const cells = `FORMAT csv, HEADER false, DELIMITER '\u0001', QUOTE '', ESCAPE ''`;
    await askEngine((run) => run(`COPY (${requests}) TO ${quoted(file)} (${cells})`));
    return dump.rows;
  });
