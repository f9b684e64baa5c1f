import { describe, expect, it } from 'vitest';
import { reportOf, reportsOf } from '../support/report-of.ts';

const at = (time: string): string => `2026-11-22T${time}Z`;
const event = (event_type: string, fields: object = {}): object => ({
  event_type,
  timestamp: at('08:00:00'),
  message_id: 'm1',
  recipient: 'ada@example.com',
  ...fields,
});

describe('delivered', () => {
  it('counts a message once, however often its delivery is told', async () => {
    const { totals } = await reportOf([
      event('sent'),
      event('delivered'),
      event('delivered', { event_id: 'e2' }),
    ]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, pending: 0 });
  });

  it('does not count a message that bounced after delivery', async () => {
    const { totals } = await reportOf([
      event('sent'),
      event('delivered'),
      event('bounce', { code: '550 5.1.1' }),
    ]);
    expect(totals).toMatchObject({ delivered: 0, bounces: 1, pending: 0 });
  });

  it('keeps a delivery that only an ignored bounce (an auto-reply) follows', async () => {
    const { totals } = await reportOf([event('delivered'), event('bounce', { reason: 'Out of office' })]);
    expect(totals).toMatchObject({ delivered: 1, bounces: 1 });
  });

  it('takes the recipient for the message where there is no message id', async () => {
    const { totals } = await reportOf([
      event('delivered', { message_id: null }),
      event('bounce', { message_id: null, bounce_category: 'soft' }),
      event('delivered', { message_id: null, recipient: 'bob@example.com' }),
    ]);
    expect(totals.delivered).toBe(1);
  });

  it('counts each delivery of an anonymous dump by itself', async () => {
    const anonymous = { message_id: null, recipient: null };
    const { totals } = await reportOf([
      ...Array.from({ length: 5 }, () => event('sent', anonymous)),
      ...Array.from({ length: 3 }, () => event('delivered', anonymous)),
      event('bounce', anonymous),
    ]);
    expect(totals).toMatchObject({ sent: 5, delivered: 3, bounces: 1, pending: 1 });
  });
});

describe('pending', () => {
  it('is a message sent with neither a delivery nor a bounce so far', async () => {
    const { totals } = await reportOf([
      event('sent', { message_id: 'waits' }),
      event('delay', { message_id: 'waits' }),
      event('sent', { message_id: 'arrived' }),
      event('delivered', { message_id: 'arrived' }),
      event('sent', { message_id: 'bounced' }),
      event('bounce', { message_id: 'bounced' }),
    ]);
    expect(totals).toMatchObject({ sent: 3, pending: 1, retries: 1 });
  });
});

describe('opens and clicks', () => {
  it('show machine activity apart from what people did', async () => {
    const { totals } = await reportOf([
      event('open'),
      event('open', { is_machine: true }),
      event('click', { is_machine: 'true' }),
    ]);
    expect(totals).toMatchObject({
      opens: 1,
      machineOpens: 1,
      uniqueOpens: 1,
      clicks: 0,
      machineClicks: 1,
      uniqueClicks: 0,
    });
  });

  it('count people once: by recipient, else by message', async () => {
    const { totals } = await reportOf([
      event('open', { message_id: 'a' }),
      event('open', { message_id: 'b' }),
      event('open', { message_id: 'b', recipient: null }),
      event('open', { message_id: 'b', recipient: '' }),
    ]);
    expect(totals).toMatchObject({ opens: 4, uniqueOpens: 2 });
  });
});

describe('targeted', () => {
  it('is what the dump says', async () => {
    const { totals } = await reportOf([event('targeted'), event('targeted'), event('sent')]);
    expect(totals.targeted).toBe(2);
  });

  it('is sent, errors and excluded together where the dump says nothing', async () => {
    const { totals } = await reportOf([event('sent'), event('error'), event('excluded'), event('excluded')]);
    expect(totals.targeted).toBe(4);
  });
});

describe('rates', () => {
  it('are null over zero', async () => {
    const { rates } = await reportOf([event('open')]);
    expect(rates).toEqual({
      delivered: null,
      bounces: null,
      errors: null,
      opens: null,
      clicks: null,
      clickToOpen: 0,
      unsubscribes: null,
      complaints: null,
    });
  });

  it('are unique opens and clicks over delivered', async () => {
    const { rates } = await reportOf([
      ...['a', 'b', 'c', 'd'].flatMap((id) => [
        event('sent', { message_id: id, recipient: id }),
        event('delivered', { message_id: id, recipient: id }),
      ]),
      event('open', { recipient: 'a' }),
      event('open', { recipient: 'a' }),
      event('open', { recipient: 'b' }),
      event('click', { recipient: 'b' }),
      event('complaint', { recipient: 'c' }),
    ]);
    expect(rates).toMatchObject({
      delivered: 1,
      opens: 0.5,
      clicks: 0.25,
      clickToOpen: 0.5,
      complaints: 0.25,
    });
  });
});

describe('bounce category', () => {
  it.each([
    [{ bounce_category: 'Soft', code: '5.1.1' }, 'soft'],
    [{ bounce_category: 'strange', code: '5.1.1' }, 'hard'],
    [{ code: '550 5.1.1' }, 'hard'],
    [{ code: '452 4.2.2' }, 'soft'],
    [{ code: '554' }, 'hard'],
    [{ code: '421 try later' }, 'soft'],
    [{ reason: '550-5.7.1 [192.0.2.1] rejected' }, 'hard'],
    [{ reason: 'host 5.6.7.8 said nothing' }, 'ignored'],
    [{ reason: 'Out of office' }, 'ignored'],
    [{}, 'ignored'],
  ])('of %j is %s', async (fields, category) => {
    const { sections } = await reportOf([event('bounce', fields)]);
    expect(sections['bounce-reasons'].rows).toMatchObject([{ category, count: 1, share: 1 }]);
    expect(sections['bounce-categories'].rows.find(({ count }) => count === 1)?.category).toBe(category);
  });
});

describe('reasons', () => {
  it('come by count, then by text, all of them', async () => {
    const { sections } = await reportOf([
      event('error', { reason: 'b' }),
      event('error', { reason: 'a' }),
      event('error', { reason: 'c', code: 'X' }),
      event('error', { reason: 'c', code: 'X' }),
      event('error'),
    ]);
    expect(sections['error-reasons'].rows).toEqual([
      { reason: 'c', code: 'X', count: 2, share: 0.4 },
      { reason: 'a', code: null, count: 1, share: 0.2 },
      { reason: 'b', code: null, count: 1, share: 0.2 },
      { reason: null, code: null, count: 1, share: 0.2 },
    ]);
  });

  it('never carry an address', async () => {
    const report = await reportOf([event('bounce', { reason: '<Ada.Lovelace@example.com>: unknown user' })]);
    expect(JSON.stringify(report)).not.toMatch(/Lovelace|ada@|@example/i);
    expect(report.sections['bounce-reasons'].rows[0]?.reason).toBe('<…@…>: unknown user');
  });
});

describe('audit', () => {
  it('drops later copies of an event, whatever their time', async () => {
    const { totals, audit } = await reportOf([
      event('open', { event_id: 'e1' }),
      event('open', { event_id: 'e1', timestamp: at('09:00:00') }),
      event('open', { event_id: 'e2' }),
      event('open'),
      event('open'),
    ]);
    expect(totals.opens).toBe(4);
    expect(audit).toMatchObject({ read: 5, counted: 4, duplicates: 1 });
  });

  it('leaves test sends out unless they are asked for', async () => {
    const rows = [event('sent'), event('sent', { is_test: true })];
    expect(await reportOf(rows)).toMatchObject({ totals: { sent: 1 }, audit: { counted: 1, test: 1 } });
    expect(await reportOf(rows, { includeTests: true })).toMatchObject({
      totals: { sent: 2 },
      audit: { counted: 2, test: 0 },
    });
  });

  it('counts rejected rows and never stops for them', async () => {
    const { audit } = await reportOf([
      event('sent'),
      '{broken',
      '5',
      event('sent', { timestamp: 'soon' }),
      event('opened'),
    ]);
    expect(audit).toMatchObject({ read: 5, counted: 1, rejected: 4 });
  });

  it('takes any text for the id of a delivery', async () => {
    const ids = ["'; DROP TABLE dump_rows; --", 'a\u0000b', '\u0000', "''", '\\'];
    const reports = await reportsOf(ids.map((delivery_id) => event('sent', { delivery_id })));
    expect(reports.map(({ delivery }) => delivery.id).sort()).toEqual([...ids].sort());
    for (const { totals } of reports) expect(totals.sent).toBe(1);
  });

  it('tells the rows of other deliveries apart', async () => {
    const reports = await reportsOf([
      event('sent', { delivery_id: 'old' }),
      event('sent', { delivery_id: 'new', timestamp: at('10:00:00'), delivery_label: 'The new one' }),
      event('open', { delivery_id: 'new', timestamp: at('11:00:00') }),
      event('sent', {}),
    ]);
    expect(
      reports.map(({ delivery, audit }) => [
        delivery.id,
        delivery.label,
        audit.counted,
        audit.otherDeliveries,
      ]),
    ).toEqual([
      ['new', 'The new one', 2, 2],
      ['dump', null, 1, 3],
      ['old', null, 1, 3],
    ]);
  });
});

describe('window', () => {
  const rows = [
    event('sent', { timestamp: at('08:00:00') }),
    event('open', { timestamp: at('20:00:00') }),
    event('open', { timestamp: '2026-11-23T08:00:00Z' }),
  ];

  it('of the last 24 hours is counted back from the last event', async () => {
    const report = await reportOf(rows, { window: { kind: 'last', milliseconds: 86_400_000 } });
    expect(report.window).toEqual({ from: '2026-11-22T08:00:00.000Z', to: null, timezone: 'UTC' });
    expect(report.audit).toMatchObject({ counted: 3, outsideWindow: 0 });
    const hour = await reportOf(rows, { window: { kind: 'last', milliseconds: 3_600_000 } });
    expect(hour.audit).toMatchObject({ counted: 1, outsideWindow: 2 });
  });

  it('includes its start and not its end', async () => {
    const { audit, delivery } = await reportOf(rows, {
      window: { kind: 'between', from: Date.parse(at('08:00:00')), to: Date.parse(at('20:00:00')) },
    });
    expect(audit).toMatchObject({ counted: 1, outsideWindow: 2 });
    expect(delivery.lastEvent).toBe('2026-11-23T08:00:00.000Z');
  });
});

describe('timestamps', () => {
  it.each([
    ['2026-11-22T10:00:00+02:00', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T08:00:00.123456Z', '2026-11-22T08:00:00.123Z'],
    ['2026-11-22 08:00:00', '2026-11-22T08:00:00.000Z'],
    [1_795_334_400, '2026-11-22T08:00:00.000Z'],
    ['1795334400.5', '2026-11-22T08:00:00.500Z'],
    [1_795_334_400_123, '2026-11-22T08:00:00.123Z'],
  ])('%s is %s', async (timestamp, instant) => {
    expect((await reportOf([event('sent', { timestamp })])).delivery.firstEvent).toBe(instant);
  });

  it.each([
    'infinity',
    'epoch',
    'now',
    '',
    '22/11/2026',
    '0000-01-01T00:00:00Z',
    '1e300',
    -5,
    'NaN',
    '2026-02-30T00:00:00Z',
  ])('%s is rejected', async (timestamp) => {
    expect((await reportOf([event('sent'), event('sent', { timestamp })])).audit.rejected).toBe(1);
  });
});
