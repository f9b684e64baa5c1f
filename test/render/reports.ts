import { readdirSync, readFileSync } from 'node:fs';
import { type Report, reportSchema } from '../../src/report/report.ts';

const folder = new URL('reports/', import.meta.url);

/** The names of the reports that the page is tested with. */
export const reportNames = readdirSync(folder).map((file) => file.replace('.json', ''));

/** A report of test/render/reports by its name. */
export function readReport(name: string): Report {
  return reportSchema.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));
}

/** The same report of a delivery that was sent some days before. */
export function sentBefore(report: Report, days: number): Report {
  const { firstEvent, lastEvent } = report.delivery;
  const shift = (instant: string | null): string | null =>
    instant === null ? null : new Date(Date.parse(instant) - days * 86_400_000).toISOString();
  return {
    ...report,
    delivery: {
      ...{ ...report.delivery, id: `before-${days}` },
      ...{ firstEvent: shift(firstEvent), lastEvent: shift(lastEvent) },
    },
  };
}
