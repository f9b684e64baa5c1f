import { describe, expect, it } from 'vitest';
import { cutReport, type PageReport, pageReport } from '../../../src/render/cut-report.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { audienceWidget } from '../../../src/render/widgets/audience.ts';
import type { Report } from '../../../src/report/report.ts';
import { reportOf } from '../../support/report-of.ts';
import { readReport } from '../reports.ts';

const shownOf = (report: Report): PageReport =>
  pageReport(cutReport(report, { reasons: 10, characters: 100 }), { window: 'whole', machines: 'excluded' });

/** What the widget shows of a dump, row by row. */
async function rowsOf(...events: readonly (readonly [type: string, message: string])[]) {
  const report = await reportOf(
    events.map(([event_type, message_id]) => ({
      event_type,
      message_id,
      timestamp: '2026-11-22T08:00:00Z',
    })),
  );
  const shown = audienceWidget.show(shownOf(report), formatOf('en', 'UTC'));
  if (shown.kind === 'empty') throw new Error(shown.words);
  return shown.table.rows.map(({ header, cells }) => [header.text, ...cells.map(({ text }) => text)]);
}

describe('the audience', () => {
  it('shows every step, and what each takes away', async () => {
    expect(await rowsOf(['sent', 'm1'], ['delivered', 'm1'], ['excluded', 'm2'], ['open', 'm1'])).toEqual([
      ['Targeted', '2', '100%'],
      ['− Excluded', '1', '50.0%'],
      ['− Errors', '0', '0%'],
      ['Sent', '1', '50.0%'],
      ['− Bounced', '0', '0%'],
      ['− Pending', '0', '0%'],
      ['Delivered', '1', '50.0%'],
      ['Opened', '1', '50.0%'],
      ['Clicked', '0', '0%'],
    ]);
  });

  it('shows what a dump tells nothing more of, and what it tells of only later, where there is any', async () => {
    const rows = await rowsOf(
      ...['m1', 'm2', 'm3', 'm4'].map((message) => ['targeted', message] as const),
      ['sent', 'm1'],
      ['delivered', 'm1'],
      ['delivered', 'm5'],
    );
    expect(rows[3]).toEqual(['− Not accounted for', '3', '75.0%']);
    expect(rows[7]).toEqual(['+ Known only from a later step', '1', '25.0%']);
  });

  it('has a bar for every count that is not zero, the longest for the largest', async () => {
    const report = await reportOf(
      Array.from({ length: 300 }, (_, index) => ({
        event_type: index === 0 ? 'error' : 'sent',
        message_id: `m${index}`,
        timestamp: '2026-11-22T08:00:00Z',
      })),
    );
    const shown = audienceWidget.show(shownOf(report), formatOf('fr', 'UTC'));
    const bars =
      shown.kind === 'empty' ? [] : shown.table.rows.map(({ cells: [count] }) => count?.bar?.percent);
    expect(bars.slice(0, 4)).toEqual([100, 0, 1, 100]);
  });

  it('is left out of the page of a report that does not tell it, and says why where it is placed all the same', () => {
    const report = shownOf(readReport('typical'));
    expect(audienceWidget.appears?.(report)).toBe(false);
    expect(audienceWidget.show(report, formatOf('en', 'UTC'))).toMatchObject({
      kind: 'empty',
      words: expect.stringContaining('again'),
    });
  });

  it('says that nothing was sent where nothing was', async () => {
    const report = shownOf(
      await reportOf([{ event_type: 'complaint', message_id: 'm', timestamp: '2026-11-22T08:00:00Z' }]),
    );
    expect(audienceWidget.appears?.(report)).toBe(false);
    expect(audienceWidget.show(report, formatOf('en', 'UTC'))).toMatchObject({ words: 'Nothing was sent.' });
  });
});
