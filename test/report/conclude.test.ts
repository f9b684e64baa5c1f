import { describe, expect, it } from 'vitest';
import { conclude, concludedOnce } from '../../src/report/conclude.ts';
import { usualSettings } from '../../src/report/findings/settings.ts';
import { type Report, reportSchema } from '../../src/report/report.ts';
import { nothingCompared } from '../../src/report/sections/comparison.ts';
import { readReport, reportNames, sentBefore } from '../render/reports.ts';
import { partialReport } from '../support/partial-report.ts';
import { reportOf } from '../support/report-of.ts';

/** A report as it comes back out of its file. */
const reread = (report: Report): Report => reportSchema.parse(JSON.parse(JSON.stringify(report)));

describe.each(reportNames)('the conclusions of the report "%s"', (name) => {
  const report = readReport(name);
  const earlier = [1, 2, 3, 4].map((days) => sentBefore(report, days));

  it('are the same however often they are drawn, and from its file', () => {
    const once = conclude(report, earlier, usualSettings);
    expect(conclude(once, earlier, usualSettings)).toEqual(once);
    expect(conclude(reread(once), earlier, usualSettings)).toEqual(once);
    expect(JSON.stringify(conclude(reread(report), [...earlier].reverse(), usualSettings))).toBe(
      JSON.stringify(once),
    );
  });

  it('fit the schema, and stand where report.json has them', () => {
    const once = conclude(report, earlier, usualSettings);
    expect(reread(once)).toEqual(once);
    expect(Object.keys(once.sections)).toEqual(Object.keys(report.sections));
    expect(once.sections.findings.rows.length).toBeGreaterThan(0);
  });
});

describe('the conclusions of a report', () => {
  it('are kept where it has some', () => {
    const typical = readReport('typical');
    const compared = conclude(typical, [sentBefore(typical, 1)], usualSettings);
    expect(concludedOnce(compared, usualSettings)).toBe(compared);
    expect(concludedOnce(typical, usualSettings)).toEqual(conclude(typical, [], usualSettings));
  });

  it('are drawn of its last day too, which is compared with nothing, and so is a partial report', async () => {
    const sent = (recipient: number, timestamp: string) => [
      { event_type: 'sent', timestamp, recipient: `${recipient}@example.com` },
      { event_type: 'delivered', timestamp, recipient: `${recipient}@example.com` },
    ];
    const report = await reportOf([
      ...Array.from({ length: 40 }, (_, index) => sent(index, '2026-11-22T08:00:00Z')).flat(),
      { event_type: 'open', timestamp: '2026-11-24T09:00:00Z', recipient: '1@example.com' },
    ]);
    const { sections, lastDay } = conclude(report, [sentBefore(report, 1)], usualSettings);
    expect(sections.findings.rows.map(({ finding }) => finding)).toEqual(['all-well']);
    expect(sections.comparison.deliveries).toHaveLength(1);
    expect(lastDay?.sections.findings.rows.map(({ finding }) => finding)).toEqual(['no-sends']);
    expect(lastDay?.sections.comparison).toEqual(nothingCompared);

    const partial = conclude(partialReport(report), [sentBefore(report, 1)], usualSettings);
    expect(partial.sections.comparison).toEqual(nothingCompared);
    for (const part of [partial, partial.lastDay])
      expect(part?.sections.findings.rows.map(({ finding }) => finding)).toEqual(['shards-missing']);
  });

  it('are none in a report that was written before there were any, and it can be read', () => {
    const { findings: _findings, comparison: _comparison, ...sections } = readReport('typical').sections;
    const old = reportSchema.parse({ ...readReport('typical'), sections });
    expect(old.sections.findings).toEqual({ rows: [] });
    expect(old.sections.comparison).toEqual(nothingCompared);
  });
});
