import { describe, expect, it } from 'vitest';
import { cutReport, type PageReport, pageReport } from '../../../src/render/cut-report.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { blocksWidget } from '../../../src/render/widgets/blocks.ts';
import { reportOf } from '../../support/report-of.ts';

const english = formatOf('en', 'UTC');

/** The report of these bounces, as a page with room for few characters shows it. */
async function pageOf(...bounces: readonly object[]): Promise<PageReport> {
  const report = await reportOf(
    bounces.map((bounce) => ({ event_type: 'bounce', timestamp: '2026-11-22T08:00:00Z', ...bounce })),
  );
  return pageReport(cutReport(report, { reasons: 10, characters: 30 }), {
    window: 'whole',
    machines: 'excluded',
  });
}

const listed = { recipient: 'a@hotmail.com', code: '550 5.7.1', bounce_category: 'ignored' };

describe('the blocks', () => {
  it('begin with all of them together, and say what each was counted as', async () => {
    const page = await pageOf(
      { ...listed, reason: 'on our block list (S3140)' },
      { ...listed, reason: 'on our block list (S3140)' },
      { recipient: 'b@example.com', reason: '454 4.7.1 Relay access denied' },
      { recipient: 'c@example.com', code: '550 5.1.1', reason: 'User unknown' },
    );
    const shown = blocksWidget.show(page, english);
    const rows = shown.kind === 'empty' ? [] : shown.table.rows;
    expect(
      rows.map(({ header, cells }) => [header.text, header.note, ...cells.map(({ text }) => text)]),
    ).toEqual([
      ['All blocks', '', '', '', '3', '75.0%'],
      ['Microsoft', '550 5.7.1 on our block list (S3140)', 'Reputation', 'Ignored', '2', '50.0%'],
      ['Other domains', '454 4.7.1 Relay access denied', 'Policy', 'Soft bounce', '1', '25.0%'],
    ]);
  });

  it('are cut to the room that a page has for a text', async () => {
    const page = await pageOf({ ...listed, reason: `spamhaus ${'x '.repeat(100)}` });
    expect(page.sections.blocks.rows[0]?.reason).toHaveLength(30);
  });

  it('are at most ten bars, the last for all others', async () => {
    const recipients =
      'gmail.com hotmail.com yahoo.com icloud.com gmx.de orange.fr free.fr laposte.net'.split(' ');
    const page = await pageOf(
      ...recipients.flatMap((domain) =>
        ['poor reputation', 'DMARC'].map((reason) => ({ ...listed, recipient: `a@${domain}`, reason })),
      ),
    );
    const shown = blocksWidget.show(page, english);
    const drawing =
      shown.kind === 'empty' ? null : shown.chart?.('bar', { width: 600, height: null }, new Set());
    expect(drawing?.spots).toHaveLength(10);
    expect(drawing?.spots.at(-1)).toMatchObject({ title: '7 other reasons' });
  });

  it('appear only where there are any', async () => {
    const none = await pageOf({ code: '550 5.1.1' });
    expect(blocksWidget.appears?.(none)).toBe(false);
    expect(blocksWidget.show(none, english)).toMatchObject({ kind: 'empty', good: true });
    expect(blocksWidget.appears?.(await pageOf({ ...listed, reason: 'spamhaus' }))).toBe(true);
  });
});
