import { describe, expect, it } from 'vitest';
import { cutReport, pageReport } from '../../../src/render/cut-report.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { excludedReasonsWidget } from '../../../src/render/widgets/excluded-reasons.ts';
import { reportOf } from '../../support/report-of.ts';

/** The heads of the columns, and the first row with the bar of each cell. */
async function tableOf(code?: string) {
  const report = await reportOf([
    {
      event_type: 'excluded',
      timestamp: '2026-11-22T08:00:00Z',
      reason: 'No consent',
      ...(code && { code }),
    },
  ]);
  const page = pageReport(cutReport(report, { reasons: 10, characters: 100 }), {
    window: 'whole',
    machines: 'excluded',
  });
  const shown = excludedReasonsWidget.show(page, formatOf('en', 'UTC'));
  if (shown.kind === 'empty') throw new Error(shown.words);
  const [first] = shown.table.rows;
  return {
    heads: shown.table.columns.map(({ label }) => label),
    cells: first?.cells.map(({ text, bar }) => (bar === null ? text : `${text} (${bar.percent})`)),
  };
}

describe('the reasons of exclusions', () => {
  it('have a column of codes, and bars in their counts', async () => {
    expect(await tableOf('OPT_OUT')).toEqual({
      heads: ['Reason', 'Code', 'Count', 'Share'],
      cells: ['OPT_OUT', '1 (100)', '100%'],
    });
  });

  it('have no column of codes where none has one', async () => {
    expect(await tableOf()).toEqual({ heads: ['Reason', 'Count', 'Share'], cells: ['1 (100)', '100%'] });
  });
});
