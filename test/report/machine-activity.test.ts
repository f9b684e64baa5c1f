import { describe, expect, it } from 'vitest';
import { reportOf } from '../support/report-of.ts';

const event = (event_type: string, time: string, fields: object = {}): object => ({
  event_type,
  timestamp: `2026-11-22T${time}Z`,
  message_id: 'm1',
  recipient: 'ada@example.com',
  ...fields,
});
const byMachine = { is_machine: true };
const toBob = { message_id: 'm2', recipient: 'bob@example.com' };

const dump = [
  ...['sent', 'delivered'].flatMap((type) => [event(type, '08:00:00'), event(type, '08:00:00', toBob)]),
  event('open', '08:00:10', { ...toBob, ...byMachine }),
  event('click', '08:00:20', { ...toBob, ...byMachine }),
  event('open', '08:01:10', byMachine),
  event('open', '08:02:00'),
];

describe('with machine activity', () => {
  it('opens and clicks count it, and nothing else changes', async () => {
    const { totals, withMachines } = await reportOf(dump);
    expect(totals).toMatchObject({ opens: 1, uniqueOpens: 1, clicks: 0, uniqueClicks: 0 });
    expect(withMachines?.totals).toEqual({ ...totals, opens: 3, uniqueOpens: 2, clicks: 1, uniqueClicks: 1 });
  });

  it('who opened both by hand and by machine is one person', async () => {
    const { withMachines } = await reportOf([
      event('open', '08:00:00'),
      event('open', '08:00:01', byMachine),
      event('open', '08:00:02', { message_id: 'm3', ...byMachine }),
    ]);
    expect(withMachines?.totals).toMatchObject({ opens: 3, uniqueOpens: 1 });
  });

  it('an open that names nobody is another person each time', async () => {
    const nobody = { message_id: null, recipient: null };
    const { totals, withMachines } = await reportOf([
      event('open', '08:00:00', nobody),
      event('open', '08:00:01', { ...nobody, ...byMachine }),
      event('open', '08:00:02', { ...nobody, ...byMachine }),
    ]);
    expect(totals.uniqueOpens).toBe(1);
    expect(withMachines?.totals.uniqueOpens).toBe(3);
  });

  it('rates are of those who opened and clicked with their machines', async () => {
    const { rates, withMachines } = await reportOf(dump);
    expect(rates).toMatchObject({ opens: 0.5, clicks: 0, clickToOpen: 0 });
    expect(withMachines?.rates).toEqual({ ...rates, opens: 1, clicks: 0.5, clickToOpen: 0.5 });
  });

  it('only the sections that opens and clicks are in are there again', async () => {
    const { sections, withMachines } = await reportOf(dump);
    expect(Object.keys(withMachines?.sections ?? {})).toEqual([
      'email-summary',
      'email-performance',
      'audience',
      'mailbox-providers',
      'recipient-domains',
      'variants',
      'engagement',
      'engagement-since-send',
      'engagement-hours',
      'mail-clients',
      'links',
    ]);
    expect(withMachines?.sections['email-summary'].rows.slice(4)).toEqual([
      { metric: 'opens', count: 3, rate: 1 },
      { metric: 'clicks', count: 1, rate: 0.5 },
    ]);
    const opens = (of: typeof sections | undefined) => of?.['email-performance'].rows.map((row) => row.opens);
    expect(opens(sections)).toEqual([0, 0, 1]);
    expect(opens({ ...sections, ...withMachines?.sections })).toEqual([1, 1, 1]);
  });

  it('a chart without them ends where people were last seen, not machines', async () => {
    const { sections, withMachines } = await reportOf([
      event('sent', '08:00:00'),
      event('open', '08:05:00', byMachine),
    ]);
    expect(sections['email-performance'].rows).toHaveLength(1);
    expect(withMachines?.sections['email-performance'].rows).toHaveLength(6);
  });

  it('there is nothing to tell where no machine opened or clicked', async () => {
    expect((await reportOf([event('open', '08:00:00'), event('sent', '07:00:00')])).withMachines).toBeNull();
  });
});
