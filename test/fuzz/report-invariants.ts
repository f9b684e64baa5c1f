import type { Locale } from '../../src/locales/locale.ts';
import { renderCsv } from '../../src/render/csv.ts';
import { csvColumns } from '../../src/render/csv-columns.ts';
import { renderHtml } from '../../src/render/html.ts';
import { type Figures, type Report, reportSchema } from '../../src/report/report.ts';

/** Every share that stands anywhere in a value; those of the audience are of who was targeted, and some are of losses. */
function sharesIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'share' && typeof inner === 'number' ? [inner] : key === 'audience' ? [] : sharesIn(inner),
  );
}

function* figureProblems({ audit, totals, sections, withMachines }: Figures): Generator<string> {
  const { read, ...fates } = audit;
  const accounted = Object.values(fates).reduce((sum, rows) => sum + rows, 0);
  if (accounted !== read)
    yield `${read} rows were read, ${accounted} are accounted for: ${JSON.stringify(audit)}`;
  for (const { uniqueOpens, opens, uniqueClicks, clicks, sent, pending } of [
    totals,
    withMachines?.totals ?? totals,
  ]) {
    if (uniqueOpens > opens) yield `${uniqueOpens} unique opens of ${opens}`;
    if (uniqueClicks > clicks) yield `${uniqueClicks} unique clicks of ${clicks}`;
    if (pending > sent) yield `${pending} pending of ${sent} sent`;
  }
  const share = sharesIn([sections, withMachines?.sections]).find((share) => !(share >= 0 && share <= 1));
  if (share !== undefined) yield `a share of ${share}`;
  const categories = sections['bounce-categories'].rows.reduce((sum, { count }) => sum + count, 0);
  if (categories !== totals.bounces) yield `${totals.bounces} bounces, ${categories} by category`;
  const reasons = sections['bounce-reasons'].rows.reduce((sum, { count }) => sum + count, 0);
  if (reasons !== totals.bounces) yield `${totals.bounces} bounces, ${reasons} by reason`;
  const buckets = sections['email-performance'].rows;
  if (buckets.length > 60) yield `${buckets.length} buckets`;
  const inBuckets = buckets.reduce((sum, { sent }) => sum + sent, 0);
  if (inBuckets !== totals.sent) yield `${totals.sent} sent, ${inBuckets} over time`;
}

/** What is wrong with a report, whatever it is of. */
export function* reportProblems(report: Report): Generator<string> {
  const parsed = reportSchema.safeParse(JSON.parse(JSON.stringify(report)));
  if (!parsed.success) yield `no valid report.json: ${JSON.stringify(parsed.error.issues.slice(0, 3))}`;
  else if (JSON.stringify(parsed.data) !== JSON.stringify(report))
    yield 'report.json is read otherwise than it is written';
  yield* figureProblems(report);
  if (report.lastDay !== null) yield* figureProblems(report.lastDay);
}

/** What is wrong with what is made of a report. It throws where it cannot be made. */
export function* renderingProblems(report: Report, locale: Locale): Generator<string> {
  const html = renderHtml(report, { locale });
  if (!html.endsWith('</html>\n')) yield `a page that ends in ${JSON.stringify(html.slice(-30))}`;
  if (Buffer.byteLength(html) > 400_000) yield `a page of ${Buffer.byteLength(html)} bytes`;
  const shown = html
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<title>.*?<\/title>|<h1.*?<\/h1>/gs, '');
  const told = JSON.stringify(report);
  // What the dump itself calls something is no figure of ours.
  if (
    (shown.match(/\b(?:NaN|undefined|Infinity|Invalid Date)\b/g) ?? []).some((word) => !told.includes(word))
  )
    yield 'a page that says NaN, Infinity or undefined';
  for (const [id, csv] of renderCsv(report, csvColumns)) if (!csv.endsWith('\r\n')) yield `${id}.csv is cut`;
}
