import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Figures } from './independent.ts';

const reason = z.object({ reason: z.string().nullable(), code: z.string().nullable(), count: z.int() });

/** What is checked of a report.json; written down here once more, so that the check owes nothing to the program. */
const reportSchema = z.object({
  delivery: z.object({ id: z.string() }),
  totals: z.record(z.string(), z.int()),
  audit: z.record(z.string(), z.int()),
  sections: z.object({
    'bounce-categories': z.object({ rows: z.array(z.object({ category: z.string(), count: z.int() })) }),
    'bounce-reasons': z.object({ rows: z.array(reason.extend({ category: z.string() })) }),
    'error-reasons': z.object({ rows: z.array(reason) }),
  }),
});

/** The figures of a report.json made with --raw-reasons, by the names of the independent ones. */
export function reportedFigures(file: string): { readonly deliveryId: string; readonly figures: Figures } {
  const { delivery, totals, audit, sections } = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const texts = ({ code, reason: words }: z.infer<typeof reason>): string =>
    `${code ?? '-'} | ${words ?? '-'}`;
  return {
    deliveryId: delivery.id,
    figures: new Map([
      ...Object.entries(audit).map(([name, count]): [string, number] => [`audit.${name}`, count]),
      ...Object.entries(totals).map(([name, count]): [string, number] => [`totals.${name}`, count]),
      ...sections['bounce-categories'].rows.map(({ category, count }): [string, number] => [
        `totals.${category}`,
        count,
      ]),
      ...sections['bounce-reasons'].rows.map((row): [string, number] => [
        `bounce-reasons: ${row.category} | ${texts(row)}`,
        row.count,
      ]),
      ...sections['error-reasons'].rows.map((row): [string, number] => [
        `error-reasons: ${texts(row)}`,
        row.count,
      ]),
    ]),
  };
}
