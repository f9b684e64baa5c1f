import { describe, expect, it } from 'vitest';
import { reportOf } from '../support/report-of.ts';

const event = (event_type: string, time: string, fields: object = {}): object => ({
  event_type,
  timestamp: time.includes('T') ? time : `2026-11-23T${time}Z`,
  message_id: 'm1',
  recipient: 'ada@example.com',
  ...fields,
});
const toBob = { message_id: 'm2', recipient: 'bob@example.com' };
const toEve = { message_id: 'm3', recipient: 'eve@example.com' };
const byMachine = { is_machine: true };
const shop = { url: 'https://example.com/shop', link_label: 'Shop' };
const blog = { url: 'https://example.com/blog', link_label: null };

/** Three messages of 08:00, 08:10 and 08:20: Ada opens twice and clicks, a machine opens for Bob, Eve unsubscribes. */
const dump = [
  ...[event('sent', '08:00:00'), event('delivered', '08:00:05')],
  ...[event('sent', '08:10:00', toBob), event('delivered', '08:10:05', toBob)],
  ...[event('sent', '08:20:00', toEve), event('delivered', '08:20:05', toEve)],
  event('open', '08:10:12', { ...toBob, ...byMachine, user_agent: 'Mozilla/5.0' }),
  event('open', '08:04:00', { user_agent: 'Outlook-iOS/709.2226530.prod.iphone (3.24.1)' }),
  event('open', '09:30:00', { user_agent: 'Outlook-iOS/709.2226530.prod.iphone (3.24.1)' }),
  event('open', '08:40:00', toEve),
  event('click', '08:05:00', shop),
  event('click', '08:05:30', blog),
  event('click', '08:41:00', { ...toEve, ...shop }),
  event('unsubscribe', '08:50:00', toEve),
];

describe('engagement', () => {
  it('says how many, how many people, and how soon after the send', async () => {
    const { sections } = await reportOf(dump);
    expect(sections.engagement.rows).toEqual([
      // First opens after 4 and 20 minutes.
      { activity: 'opens', count: 3, unique: 2, rate: 2 / 3, medianSeconds: 240, ninetiethSeconds: 1200 },
      { activity: 'clicks', count: 3, unique: 2, rate: 2 / 3, medianSeconds: 300, ninetiethSeconds: 1260 },
      {
        activity: 'unsubscribes',
        count: 1,
        unique: 1,
        rate: 1 / 3,
        medianSeconds: 1800,
        ninetiethSeconds: 1800,
      },
      { activity: 'complaints', count: 0, unique: 0, rate: 0, medianSeconds: null, ninetiethSeconds: null },
    ]);
  });

  it('is sooner with machines', async () => {
    const { withMachines } = await reportOf(dump);
    // 12 seconds, 4 and 20 minutes.
    expect(withMachines?.sections.engagement.rows[0]).toEqual({
      ...{ activity: 'opens', count: 4, unique: 3, rate: 1 },
      ...{ medianSeconds: 240, ninetiethSeconds: 1200 },
    });
  });

  it('has no times where no send is known', async () => {
    const { sections } = await reportOf([event('open', '08:00:00')]);
    expect(sections.engagement.rows[0]).toMatchObject({ count: 1, rate: null, medianSeconds: null });
  });

  it('counts what is dated before its send as coming at once', async () => {
    const { sections } = await reportOf([event('sent', '08:00:00'), event('open', '07:59:00')]);
    expect(sections.engagement.rows[0]).toMatchObject({ medianSeconds: 0, ninetiethSeconds: 0 });
    expect(sections['engagement-since-send'].rows).toMatchObject([
      { afterSeconds: 0, untilSeconds: 60, opens: 1 },
    ]);
  });
});

describe('engagement since the send', () => {
  it('is counted in buckets of equal length, with what came later and what is of no known send', async () => {
    const opens = Array.from({ length: 20 }, (_, index) =>
      event('open', new Date(Date.parse('2026-11-23T08:00:30Z') + index * 60_000).toISOString()),
    );
    const { sections, totals } = await reportOf([
      event('sent', '08:00:00'),
      ...opens,
      event('open', '2026-11-25T08:00:00Z'),
      event('click', '2026-11-25T08:00:00Z', toBob),
    ]);
    const { rows } = sections['engagement-since-send'];
    expect(rows[0]).toEqual({
      ...{ afterSeconds: 0, untilSeconds: 60 },
      ...{ opens: 1, openers: 1, clicks: 0, clickers: 0 },
    });
    expect(rows).toHaveLength(22);
    expect(rows.slice(-2)).toEqual([
      { afterSeconds: 1800, untilSeconds: null, opens: 1, clicks: 0, openers: 0, clickers: 0 },
      { afterSeconds: null, untilSeconds: null, opens: 0, clicks: 1, openers: 0, clickers: 1 },
    ]);
    const sum = (of: 'opens' | 'clicks' | 'openers'): number => rows.reduce((all, row) => all + row[of], 0);
    expect([sum('opens'), sum('clicks'), sum('openers')]).toEqual([
      totals.opens,
      totals.clicks,
      totals.uniqueOpens,
    ]);
  });

  it.each([
    [9, 60],
    [8, 300],
  ])(
    'takes buckets that hold nine in ten: with %s of 10 in half an hour those of %s s',
    async (soon, length) => {
      const opens = Array.from({ length: 10 }, (_, index) =>
        event('open', index < soon ? `08:00:0${index}` : `10:0${index}:00`),
      );
      const { sections } = await reportOf([event('sent', '08:00:00'), ...opens]);
      expect(sections['engagement-since-send'].rows[0]?.untilSeconds).toBe(length);
    },
  );

  it('has nothing to tell where nobody opened or clicked', async () => {
    const { sections } = await reportOf([event('sent', '08:00:00')]);
    expect(sections['engagement-since-send'].rows).toEqual([]);
    expect(sections['engagement-hours'].rows).toEqual([]);
    expect(sections['mail-clients'].rows).toEqual([]);
    expect(sections.links.rows).toEqual([]);
  });
});

describe('engagement by weekday and hour', () => {
  const opensAt = async (timezone: string, ...times: readonly string[]) => {
    const { sections } = await reportOf(
      times.map((time) => event('open', time)),
      { timezone },
    );
    const { rows } = sections['engagement-hours'];
    expect(rows).toHaveLength(168);
    return rows.filter(({ opens }) => opens > 0);
  };

  it('is told by the clocks of the zone', async () => {
    // Monday, 23 November 2026, half past eleven in the evening in London.
    expect(await opensAt('UTC', '2026-11-23T23:30:00Z')).toEqual([
      { weekday: 1, hour: 23, opens: 1, clicks: 0 },
    ]);
    expect(await opensAt('Europe/Paris', '2026-11-23T23:30:00Z')).toMatchObject([{ weekday: 2, hour: 0 }]);
    expect(await opensAt('Asia/Kolkata', '2026-11-23T23:30:00Z')).toMatchObject([{ weekday: 2, hour: 5 }]);
  });

  it('follows the clocks through the nights when they change', async () => {
    // On 25 October 2026 Paris has two hours from 02:00, on 28 March 2027 none.
    const autumn = [
      '2026-10-24T22:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T02:30:00Z',
    ];
    expect(await opensAt('Europe/Paris', ...autumn)).toEqual([
      { weekday: 7, hour: 0, opens: 1, clicks: 0 },
      { weekday: 7, hour: 2, opens: 2, clicks: 0 },
      { weekday: 7, hour: 3, opens: 1, clicks: 0 },
    ]);
    const spring = ['2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'];
    expect(await opensAt('Europe/Paris', ...spring)).toMatchObject([
      { weekday: 7, hour: 1 },
      { weekday: 7, hour: 3 },
    ]);
  });
});

describe('mail clients', () => {
  it('are counted by device and by name, those that are not told last', async () => {
    const { sections, withMachines } = await reportOf(dump);
    expect(sections['mail-clients'].rows).toEqual([
      { kind: 'device', name: 'phone', opens: 2, openShare: 2 / 3, clicks: 0, clickShare: 0 },
      { kind: 'device', name: null, opens: 1, openShare: 1 / 3, clicks: 3, clickShare: 1 },
      { kind: 'client', name: 'Outlook', opens: 2, openShare: 2 / 3, clicks: 0, clickShare: 0 },
      { kind: 'client', name: null, opens: 1, openShare: 1 / 3, clicks: 3, clickShare: 1 },
    ]);
    expect(withMachines?.sections['mail-clients'].rows).toContainEqual(
      expect.objectContaining({ kind: 'client', name: 'Apple Mail', opens: 1 }),
    );
  });

  it('are none where no event names a program', async () => {
    const { sections } = await reportOf([event('open', '08:00:00'), event('click', '08:01:00')]);
    expect(sections['mail-clients'].rows).toEqual([]);
  });
});

describe('links', () => {
  it('are listed by clicks, with who clicked and when', async () => {
    const { sections } = await reportOf(dump);
    expect(sections.links.rows).toEqual([
      {
        ...{ url: 'https://example.com/shop', label: 'Shop', clicks: 2, uniqueClicks: 2, share: 2 / 3 },
        firstClick: '2026-11-23T08:05:00.000Z',
        medianClick: '2026-11-23T08:05:00.000Z',
        lastClick: '2026-11-23T08:41:00.000Z',
      },
      {
        ...{ url: 'https://example.com/blog', label: null, clicks: 1, uniqueClicks: 1, share: 1 / 3 },
        firstClick: '2026-11-23T08:05:30.000Z',
        medianClick: '2026-11-23T08:05:30.000Z',
        lastClick: '2026-11-23T08:05:30.000Z',
      },
    ]);
  });

  it('have a row for the clicks that name none', async () => {
    const { sections } = await reportOf([event('click', '08:00:00'), event('click', '08:01:00', shop)]);
    expect(sections.links.rows.map(({ url, clicks }) => [url, clicks])).toEqual([
      ['https://example.com/shop', 1],
      [null, 1],
    ]);
  });

  it('that only machines clicked are there with machines', async () => {
    const { sections, withMachines } = await reportOf([
      event('click', '08:00:00', { ...shop, ...byMachine }),
      event('click', '08:00:00', blog),
    ]);
    expect(sections.links.rows.map(({ label }) => label)).toEqual([null]);
    expect(withMachines?.sections.links.rows).toHaveLength(2);
  });

  it('hold no address of anybody', async () => {
    const { sections } = await reportOf([
      event('click', '08:00:00', {
        url: 'https://example.com/u/ada@example.com',
        link_label: 'to ada@example.com',
      }),
    ]);
    expect(JSON.stringify(sections.links)).not.toContain('ada@');
  });
});
