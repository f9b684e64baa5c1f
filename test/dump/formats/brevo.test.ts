import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy } from '../../support/told-by.ts';

const time = '2020-11-09T14:54:14.000Z';

/** A row of the transactional webhook. */
const row = (event: string, more: object = {}): object => ({
  event,
  email: 'ada@example.com',
  id: 948562,
  date: '2020-11-09 15:54:14',
  ts: 1604937254,
  'message-id': '<m1@relay.example.com>',
  ts_event: 1604933654,
  ts_epoch: 1604933654286,
  tags: ['sale'],
  tag: '["sale"]',
  ...more,
});

/** A row of the marketing webhook. */
const campaignRow = (event: string, more: object = {}): object => ({
  id: 9,
  camp_id: 12,
  email: 'ada@example.com',
  'campaign name': 'My First Campaign ',
  date_sent: '2020-10-09 00:00:00',
  date_event: '2020-10-09 00:00:00',
  event,
  tag: '',
  ts_sent: 1604933619,
  ts_event: 1604933654,
  ts: 1604937254,
  ...more,
});

describe('the payloads that Brevo publishes', () => {
  // The same as in test/dumps/brevo, but for what Brevo has made unreadable: ids of x, hidden addresses, a comma too many.
  it('read as they are meant: a transactional request', async () => {
    const request = {
      event: 'request',
      email: 'ada@example.com',
      id: 1,
      date: '2020-10-09 00:00:00',
      ts: 1604933619,
      'message-id': '201798300811.5787683@relay.domain.com',
      ts_event: 1604933654,
      subject: 'My first Transactional',
      'X-Mailin-custom': 'some_custom_header',
      sending_ip: 'xxx.xxx.xxx.xxx',
      ts_epoch: 1604933654,
      template_id: 22,
      mirror_link: 'https://app-smtp.brevo.com/log/preview/1a2000f4-4e33-23aa-ab68-900dxxx9152c',
      contact_id: 8,
      tags: ['transac_messages'],
    };
    expect(await eventsOf([request])).toEqual([
      {
        event: 'sent',
        time,
        delivery: 'transac_messages',
        message: '201798300811.5787683@relay.domain.com ada@example.com',
        recipient: 'ada@example.com',
      },
    ]);
  });

  it('read as they are meant: a complaint about a campaign', async () => {
    const spam = {
      id: 1,
      camp_id: 12,
      email: 'example@domain.com',
      'campaign name': 'My First Campaign ',
      date_sent: '2020-10-09 00:00:00',
      date_event: '2020-10-09 00:00:00',
      event: 'spam',
      reason: 'undesired',
      tag: '',
      ts_sent: 1604933619,
      ts_event: 1604933737,
      ts: 1604937337,
    };
    expect(await eventsOf([spam])).toEqual([
      {
        event: 'complaint',
        time: '2020-11-09T14:55:37.000Z',
        delivery: '12',
        label: 'My First Campaign',
        message: '12 example@domain.com',
        recipient: 'example@domain.com',
      },
    ]);
  });
});

describe('a Brevo event', () => {
  const about = {
    time,
    delivery: 'sale',
    message: '<m1@relay.example.com> ada@example.com',
    recipient: 'ada@example.com',
  };

  it.each([
    ['request', 'sent'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['deferred', 'delay'],
    ['blocked', 'excluded'],
    ['invalid_email', 'excluded'],
    ['invalid', 'excluded'],
    ['error', 'error'],
    ['opened', 'open'],
    ['unique_opened', 'open'],
    ['uniqueOpened', 'open'],
    ['click', 'click'],
    ['spam', 'complaint'],
    ['complaint', 'complaint'],
    ['unsubscribed', 'unsubscribe'],
    ['reply', 'ignored'],
    ['inboundEmailProcessed', 'ignored'],
  ])('of transactional mail and type %s is %s', async (type, event) => {
    expect(await eventsOf([row(type)])).toEqual([{ event, ...about }]);
  });

  it.each([
    ['delivered', 'delivered'],
    ['opened', 'open'],
    ['click', 'click'],
    ['unsubscribe', 'unsubscribe'],
    ['spam', 'complaint'],
  ])('of marketing mail and type %s is %s', async (type, event) => {
    expect(await eventsOf([campaignRow(type)])).toEqual([
      {
        event,
        time,
        delivery: '12',
        label: 'My First Campaign',
        message: '12 ada@example.com',
        recipient: 'ada@example.com',
      },
    ]);
  });

  it.each(['proxy_open', 'unique_proxy_open', 'proxyOpen', 'uniqueProxyOpen'])(
    'of type %s is an open of a machine',
    async (type) => {
      expect(await eventsOf([row(type)])).toEqual([{ event: 'open', ...about, machine: true }]);
    },
  );

  it.each([
    'list_addition',
    'listAddition',
    'contact_updated',
    'contactUpdated',
    'contact_deleted',
    'contactDeleted',
  ])('of type %s, which tells of contacts and not of mail, is ignored', async (type) => {
    const change = {
      id: 1,
      email: ['ada@example.com'],
      event: type,
      key: 'k',
      list_id: [3],
      date: '2020-10-09 00:00:00',
      ts: 1604937337,
    };
    expect(await eventsOf([change])).toMatchObject([{ event: 'ignored' }]);
  });

  it('of a type that nobody knows is rejected', async () => {
    expect(await eventsOf([row('of_a_new_kind')])).toMatchObject([{ event: null }]);
  });

  it('reads the same in a page of the events API', async () => {
    const item = (event: string, more: object = {}): object => ({
      email: 'ada@example.com',
      date: '2017-03-12T12:30:00.000+01:00',
      messageId: '<m1@relay.example.com>',
      tag: 'sale',
      event,
      ...more,
    });
    const names = [
      'requests',
      'delivered',
      'deferred',
      'opened',
      'loadedByProxy',
      'clicks',
      'unsubscribed',
      'spam',
      'blocked',
      'error',
    ];
    const bounces = ['hardBounces', 'softBounces'].map((name) =>
      item(name, { reason: 'Mailbox unavailable' }),
    );
    const page = { events: [...names.map((name) => item(name)), ...bounces] };
    const its = { ...about, time: '2017-03-12T11:30:00.000Z' };
    expect(await eventsOf([page])).toEqual([
      { event: 'sent', ...its },
      { event: 'delivered', ...its },
      { event: 'delay', ...its },
      { event: 'open', ...its },
      { event: 'open', ...its, machine: true },
      { event: 'click', ...its },
      { event: 'unsubscribe', ...its },
      { event: 'complaint', ...its },
      { event: 'excluded', ...its },
      { event: 'error', ...its },
      { event: 'bounce', ...its, category: 'hard', reason: 'Mailbox unavailable' },
      { event: 'bounce', ...its, category: 'soft', reason: 'Mailbox unavailable' },
    ]);
  });

  it('reads the same in an array on a line', async () => {
    expect(await eventsOf([JSON.stringify([row('delivered'), campaignRow('opened')])])).toMatchObject([
      { event: 'delivered', time },
      { event: 'open', time, label: 'My First Campaign' },
    ]);
  });

  it.each([
    [{ ts_event: 1604933654, ts_epoch: 1604933000000 }, '2020-11-09T14:54:14.000Z'],
    [{ ts_event: undefined, ts_epoch: 1604933654286 }, '2020-11-09T14:54:14.286Z'],
    [{ ts_event: undefined, ts_epoch: undefined, ts: 1604937254 }, '2020-11-09T15:54:14.000Z'],
    [{ ts_event: undefined, ts_epoch: undefined, ts: undefined }, '2020-11-09T15:54:14.000Z'],
  ])('goes by the best time it has: %j', async (times, expected) => {
    expect(await eventsOf([row('delivered', times)])).toMatchObject([{ time: expected }]);
  });

  it.each([
    [{ tags: ['sale', 'vip'] }, 'sale'],
    [{ tags: undefined, tag: '["sale","vip"]' }, 'sale'],
    [{ tags: undefined, tag: 'sale' }, 'sale'],
    [{ tags: [], tag: '' }, undefined],
    [{ tags: undefined, tag: undefined }, undefined],
  ])('with %j is grouped as %s', async (tags, delivery) => {
    const [event] = await eventsOf([row('delivered', tags)]);
    expect(event?.delivery).toBe(delivery);
  });
});

describe('a Brevo bounce', () => {
  it.each([
    ['hard_bounce', 'hard'],
    ['hardBounce', 'hard'],
    ['soft_bounce', 'soft'],
    ['softBounce', 'soft'],
  ])('%s is %s, whatever the receiver answered', async (type, category) => {
    const reason = category === 'hard' ? '450 4.2.1 later' : '550 5.1.1 never';
    expect(await eventsOf([row(type, { reason }), campaignRow(type, { reason })])).toMatchObject([
      { event: 'bounce', category, reason },
      { event: 'bounce', category, reason },
    ]);
  });

  it.each([
    [
      ' RecipientError: 550 5.5.0 Requested action not taken: mailbox unavailable.',
      '550 5.5.0 Requested action not taken: mailbox unavailable.',
      '550 5.5.0',
    ],
    [
      '550 RecipientError: 550 5.1.1 Recipient address rejected: User unknown',
      '550 5.1.1 Recipient address rejected: User unknown',
      '550 5.1.1',
    ],
    [
      'undefined Unable to find MX of domain no-mx.example.com',
      'Unable to find MX of domain no-mx.example.com',
      undefined,
    ],
    ['554 rejected', '554 rejected', '554'],
  ])('says what the receiver answered: %s', async (raw, reason, code) => {
    const [bounce] = await eventsOf([row('hard_bounce', { reason: raw })]);
    expect(bounce?.reason).toBe(reason);
    expect(bounce?.code).toBe(code);
  });
});

describe('a Brevo dump', () => {
  it('counts the first open once, though two events may tell of it', async () => {
    const { totals, audit } = await reportOf([
      row('unique_opened'),
      row('opened'),
      row('opened', { ts_event: 1604933699 }),
      row('unique_proxy_open'),
      row('proxy_open'),
    ]);
    expect(totals).toMatchObject({ opens: 2, uniqueOpens: 1, machineOpens: 1 });
    expect(audit).toMatchObject({ read: 5, duplicates: 2 });
  });

  it('tells clicks on two links apart, and an event that was posted twice from two', async () => {
    const { totals } = await reportOf([
      row('click', { link: 'https://example.com/a' }),
      row('click', { link: 'https://example.com/b' }),
      row('click', { link: 'https://example.com/b' }),
    ]);
    expect(totals.clicks).toBe(2);
    const campaign = await reportOf([
      campaignRow('click', { URL: 'https://example.com/a' }),
      campaignRow('click', { URL: 'https://example.com/b' }),
      campaignRow('click', { URL: 'https://example.com/b' }),
    ]);
    expect(campaign.totals.clicks).toBe(2);
  });

  it('parts people who got the same message', async () => {
    const { totals } = await reportOf([row('delivered'), row('delivered', { email: 'ben@example.com' })]);
    expect(totals).toMatchObject({ sent: 2, delivered: 2 });
  });

  it('counts a message as sent that was delivered or bounced, since campaigns have no event for it', async () => {
    const { totals } = await reportOf([
      campaignRow('delivered'),
      campaignRow('hard_bounce', { email: 'ben@example.com' }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1 });
  });
});

describe('what Brevo tells of links and programs', () => {
  it('is read from transactional and marketing webhooks', async () => {
    expect(
      await toldBy([
        row('click', { link: 'https://example.com/sale', user_agent: 'Mozilla/5.0 (X11)' }),
        row('opened', { link: '', user_agent: 'Mozilla/5.0' }),
        campaignRow('click', { URL: 'https://example.com/boots' }),
      ]),
    ).toEqual([
      { url: 'https://example.com/sale', agent: 'Mozilla/5.0 (X11)' },
      { agent: 'Mozilla/5.0' },
      { url: 'https://example.com/boots' },
    ]);
  });

  it('has no word for a receiver that blocks: who is blocked here was never written to', async () => {
    expect(await toldBy([row('blocked', { reason: 'blocked : due to blacklist user' })])).toEqual([{}]);
  });
});
