import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { shownReport } from '../../src/report/shown-figures.ts';
import { reportOf } from '../support/report-of.ts';

const event = (event_type: string, timestamp: string, is_machine = false): object => ({
  event_type,
  timestamp,
  is_machine,
  recipient: 'ada@example.com',
});

/** A report of which machine activity and the last day are parts. */
const fullReport = (): Promise<Report> =>
  reportOf([
    event('sent', '2026-11-22T08:00:00Z'),
    event('bounce', '2026-11-22T08:00:10Z'),
    event('open', '2026-11-22T09:00:00Z', true),
    event('open', '2026-11-24T09:00:00Z'),
    event('open', '2026-11-24T10:00:00Z', true),
  ]);

describe('what is shown of a report', () => {
  it('is a plain report of all time and of people alone, to begin with', async () => {
    const report = await fullReport();
    const { schemaVersion: _version, withMachines: _withMachines, lastDay: _lastDay, ...plain } = report;
    expect(shownReport(report, { window: 'whole', machines: 'excluded' })).toEqual({
      ...plain,
      partial: null,
      machines: 'excluded',
    });
  });

  it('has the figures with machine activity where they differ, all others as they are', async () => {
    const report = await fullReport();
    const shown = shownReport(report, { window: 'whole', machines: 'included' });
    expect(shown).toMatchObject({ ...report.withMachines, window: report.window, machines: 'included' });
    expect(shown.totals.opens).toBe(3);
    expect(shown.sections['bounce-reasons']).toEqual(report.sections['bounce-reasons']);
    expect(Object.keys(shown.sections)).toEqual(Object.keys(report.sections));
  });

  it('is of the last day, with machine activity or without', async () => {
    const report = await fullReport();
    const { delivery, lastDay } = report;
    const { withMachines, ...figures } = lastDay ?? {};
    const excluded = shownReport(report, { window: 'last-day', machines: 'excluded' });
    expect(excluded).toEqual({ delivery, partial: null, ...figures, machines: 'excluded' });
    expect(excluded.totals).toMatchObject({ sent: 0, opens: 1 });
    const included = shownReport(report, { window: 'last-day', machines: 'included' });
    expect(included).toMatchObject({ delivery, ...figures, ...withMachines, machines: 'included' });
    expect(included.totals.opens).toBe(2);
  });

  it('is of all time where there is no last day, of people alone where no machine was seen, and says so', async () => {
    const report = await fullReport();
    const plain = { ...report, withMachines: null, lastDay: null };
    expect(shownReport(plain, { window: 'last-day', machines: 'included' })).toEqual(
      shownReport(report, { window: 'whole', machines: 'excluded' }),
    );
  });
});
