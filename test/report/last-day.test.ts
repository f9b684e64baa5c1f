import { describe, expect, it } from 'vitest';
import type { Figures, Report } from '../../src/report/report.ts';
import { computeFiles, reportOf, reportsOf } from '../support/report-of.ts';

const event = (event_type: string, timestamp: string, fields: object = {}): object => ({
  event_type,
  timestamp,
  message_id: 'm1',
  recipient: 'ada@example.com',
  ...fields,
});

const dump = [
  event('sent', '2026-11-22T08:00:00Z', { event_id: 'e1' }),
  event('sent', '2026-11-24T08:00:00Z', { event_id: 'e1' }),
  event('open', '2026-11-22T09:00:00Z'),
  event('open', '2026-11-22T10:00:00Z', { is_machine: true }),
  event('open', '2026-11-24T09:59:59Z'),
  event('open', '2026-11-24T10:00:00Z'),
  event('click', '2026-11-25T09:00:00Z', { is_machine: true }),
  event('open', '2026-11-25T10:00:00Z'),
  event('open', '2026-11-26T08:00:00Z', { is_test: true }),
  '{broken',
];

const figuresOf = ({
  schemaVersion: _version,
  delivery: _delivery,
  lastDay: _lastDay,
  ...figures
}: Report): Figures => figures;

describe('the last day', () => {
  it('is counted back from the last event that counts, and accounts for every row', async () => {
    const { lastDay } = await reportOf(dump, { timezone: 'Europe/Paris' });
    expect(lastDay?.window).toEqual({ from: '2026-11-24T10:00:00.000Z', to: null, timezone: 'Europe/Paris' });
    expect(lastDay?.totals).toMatchObject({ sent: 0, opens: 2, uniqueOpens: 1, machineClicks: 1 });
    expect(lastDay?.audit).toEqual({
      read: 10,
      counted: 3,
      duplicates: 1,
      rejected: 1,
      ignored: 0,
      test: 1,
      outsideWindow: 4,
      otherDeliveries: 0,
    });
  });

  it('has machine activity of its own', async () => {
    const { withMachines, lastDay } = await reportOf(dump);
    expect(withMachines?.totals).toMatchObject({ opens: 5, clicks: 1 });
    expect(lastDay?.withMachines?.totals).toMatchObject({ opens: 2, clicks: 1 });
  });

  it.each(['samples/native.ndjson', 'samples/ajo.ndjson', 'samples/deliveries.ndjson'])(
    'of %s is what --last 24h gives',
    async (file) => {
      const options = { timezone: 'Asia/Kolkata' };
      const { reports } = await computeFiles([file], options);
      const last = await computeFiles([file], {
        ...options,
        window: { kind: 'last', milliseconds: 24 * 60 * 60 * 1000 },
      });
      expect(reports.map(({ lastDay }) => lastDay)).toEqual(last.reports.map(figuresOf));
    },
  );

  it('leaves the figures of all time as they are', async () => {
    const whole = await reportOf(dump, { window: { kind: 'between', from: null, to: null } });
    expect(figuresOf(await reportOf(dump))).toEqual(figuresOf(whole));
  });

  it.each([
    ['an hour', '2026-11-22T09:00:00Z', true],
    ['24 hours', '2026-11-23T08:00:00Z', true],
    ['a moment more than 24 hours', '2026-11-23T08:00:00.001Z', false],
  ])('of a delivery of %s: there is none: %s, %s', async (_length, end, isNull) => {
    const { lastDay } = await reportOf([event('sent', '2026-11-22T08:00:00Z'), event('open', end)]);
    expect(lastDay === null).toBe(isNull);
  });

  it("is each delivery's own, be there others without one", async () => {
    const reports = await reportsOf([
      ...dump.map((row) => (typeof row === 'string' ? row : { ...row, delivery_id: 'long' })),
      event('sent', '2026-11-01T08:00:00Z', { delivery_id: 'short' }),
    ]);
    expect(reports.map(({ delivery, lastDay }) => [delivery.id, lastDay?.audit.otherDeliveries])).toEqual([
      ['long', 1],
      ['short', undefined],
    ]);
  });

  it('is not beside a window that somebody chose', async () => {
    const from = Date.parse('2026-11-22T00:00:00Z');
    for (const window of [
      { kind: 'last', milliseconds: 72 * 60 * 60 * 1000 },
      { kind: 'between', from, to: null },
    ] as const) {
      expect((await reportOf(dump, { window })).lastDay).toBeNull();
    }
  });

  it('is not there where no event counts', async () => {
    expect((await reportOf([event('sent', '2026-11-22T08:00:00Z', { is_test: true })])).lastDay).toBeNull();
  });
});
