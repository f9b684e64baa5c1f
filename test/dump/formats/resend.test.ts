import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy, toldByFiles } from '../../support/told-by.ts';

const row = (type: string, data: object = {}, more: object = {}): object => ({
  type,
  created_at: '2024-11-22T23:41:12.126Z',
  data: {
    created_at: '2024-11-22T23:41:11.894Z',
    email_id: 'e1',
    message_id: '<111-222-333@email.example.com>',
    from: 'Acme <onboarding@resend.dev>',
    to: ['ada@example.com'],
    subject: 'Sending this example',
    broadcast_id: 'sale',
    ...data,
  },
  ...more,
});

const bounced = (bounce: object): object => row('email.bounced', { bounce });

describe('the payloads that Resend publishes', () => {
  const about = {
    time: '2024-02-22T23:41:12.126Z',
    delivery: '8b146471-e88e-4322-86af-016cd36fd216',
    message: '56761188-7520-42d8-8898-ff6fc54ce618 delivered@resend.dev',
    recipient: 'delivered@resend.dev',
  };
  const later = { ...about, time: '2024-11-22T23:41:12.126Z' };

  it.each([
    ['sent', { event: 'sent', ...about }],
    ['delivered', { event: 'delivered', ...about }],
    ['delivery_delayed', { event: 'delay', ...about }],
    [
      'bounced',
      {
        event: 'bounce',
        ...later,
        category: 'hard',
        reason:
          "The recipient's email address is on the suppression list because it has a recent history of producing hard bounces.",
        code: 'Suppressed',
      },
    ],
    ['failed', { event: 'error', ...later, reason: 'reached_daily_quota' }],
    [
      'suppressed',
      {
        event: 'excluded',
        ...later,
        reason:
          'Resend has suppressed sending to this address because it is on the account-level suppression list. This does not count toward your bounce rate metric',
        code: 'OnAccountSuppressionList',
      },
    ],
    ['opened', { event: 'open', ...about }],
    ['clicked', { event: 'click', ...about, time: '2024-11-24T05:00:57.163Z' }],
    ['complained', { event: 'complaint', ...about }],
    ['scheduled', { event: 'ignored', ...about }],
    ['received', { event: 'ignored', time: about.time, message: about.message, recipient: about.recipient }],
  ])('read as they are meant: %s', async (name, event) => {
    expect(await eventsOfFiles([publishedFile(`resend/resend-rust.email.${name}.json`)])).toEqual([event]);
  });
});

describe('a Resend event', () => {
  it.each([
    ['contact.created', { email: 'ada@example.com', unsubscribed: false }],
    ['contact.updated', { email: 'ada@example.com', unsubscribed: true }],
    ['contact.deleted', { email: 'ada@example.com' }],
    ['domain.created', { name: 'example.com', status: 'not_started' }],
    ['domain.updated', { name: 'example.com', status: 'verified' }],
    ['domain.deleted', { name: 'example.com' }],
    ['suppression.added', { email: 'ada@example.com', origin: 'bounce' }],
    ['suppression.removed', { email: 'ada@example.com', origin: 'manual' }],
    ['inbox.email.sent', { inbox_id: 'i1', email: { id: 'x' } }],
    ['inbox.thread.folder.updated', { inbox_id: 'i1', from: 'inbox', to: 'archive' }],
  ])('of type %s is not about a message that was sent, and ignored', async (type, data) => {
    expect(await eventsOf([{ type, created_at: '2024-11-22T23:41:12.126Z', data }])).toEqual([
      { event: 'ignored', time: '2024-11-22T23:41:12.126Z' },
    ]);
  });

  it('of a type that nobody knows is rejected', async () => {
    expect(await eventsOf([row('email.sent'), row('email.of_a_new_kind')])).toMatchObject([
      { event: 'sent' },
      { event: null },
    ]);
  });

  it('goes by its broadcast, else by a tag that names a campaign, else by its category', async () => {
    const tagged = (tags: unknown): object => row('email.sent', { broadcast_id: undefined, tags });
    const events = await eventsOf([
      row('email.sent', { tags: { campaign: 'other' } }),
      tagged({ category: 'welcome', campaign: 'spring' }),
      tagged({ category: 'welcome', campaign_id: 'c7' }),
      tagged({ category: 'welcome' }),
      tagged([{ name: 'category', value: 'welcome' }]),
      tagged(undefined),
    ]);
    expect(events.map(({ delivery }) => delivery)).toEqual([
      'sale',
      'spring',
      'c7',
      'welcome',
      undefined,
      undefined,
    ]);
  });

  it('reads the same in a list, with an offset to its time, and from a table', async () => {
    const delivered = {
      event: 'delivered',
      time: '2024-11-22T23:41:12.126Z',
      delivery: 'sale',
      message: 'e1 ada@example.com',
      recipient: 'ada@example.com',
    };
    const offset = { created_at: '2024-11-22 23:41:12.126000+00' };
    expect(await eventsOf([JSON.stringify([row('email.delivered', {}, offset)])])).toEqual([delivered]);
    const cell = '"{""email_id"":""e1"",""to"":[""ada@example.com""],""broadcast_id"":""sale""}"';
    const table = `type,created_at,data\nemail.delivered,2024-11-22T23:41:12.126Z,${cell}\n`;
    expect(await eventsOf([table])).toEqual([delivered]);
  });
});

describe('a Resend event that names several recipients', () => {
  const to = ['ada@example.com', 'ben@example.com'];

  it.each([
    ['email.sent', 'sent'],
    ['email.delivered', 'delivered'],
    ['email.failed', 'error'],
  ])('is an event of each where it is about all of them: %s', async (type, event) => {
    expect(await eventsOf([row(type, { to })])).toMatchObject([
      { event, message: 'e1 ada@example.com', recipient: 'ada@example.com' },
      { event, message: 'e1 ben@example.com', recipient: 'ben@example.com' },
    ]);
  });

  it.each([
    ['email.bounced', 'bounce'],
    ['email.delivery_delayed', 'delay'],
    ['email.suppressed', 'excluded'],
    ['email.opened', 'open'],
    ['email.clicked', 'click'],
    ['email.complained', 'complaint'],
  ])('is one event, of nobody knows whom, where it is about one of them: %s', async (type, event) => {
    const events = await eventsOf([row(type, { to })]);
    expect(events.map((one) => [one.event, one.message, one.recipient])).toEqual([[event, 'e1', undefined]]);
  });

  it.each([[[]], [null], ['ada@example.com']])('is one event where its recipients are %j', async (odd) => {
    expect((await eventsOf([row('email.sent', { to: odd })])).map(({ event }) => event)).toEqual(['sent']);
  });
});

describe('a Resend bounce', () => {
  it.each([
    ['Permanent', 'hard'],
    ['Transient', 'soft'],
    ['Undetermined', 'ignored'],
  ])('of type %s is %s, whatever the answer', async (type, category) => {
    const diagnosticCode = [category === 'hard' ? 'smtp; 450 4.2.1 later' : 'smtp; 550 5.1.1 never'];
    expect(await eventsOf([bounced({ type, subType: 'General', diagnosticCode })])).toMatchObject([
      { event: 'bounce', category },
    ]);
  });

  it.each([
    [{ diagnosticCode: ['smtp; 550 5.1.1 never'] }, 'hard'],
    [{ type: 'OfANewKind', diagnosticCode: ['452 4.2.2 later'] }, 'soft'],
    [{ message: 'who knows' }, 'ignored'],
  ])('of no known type is told by the answer: %j', async (bounce, category) => {
    expect(await eventsOf([bounced(bounce)])).toMatchObject([{ event: 'bounce', category }]);
  });

  it('says what the receiver answered, else what Resend says of it', async () => {
    const bounce = { type: 'Permanent', subType: 'General', message: 'The mail server sent a hard bounce.' };
    const events = await eventsOf([
      bounced({ ...bounce, diagnosticCode: ['smtp; 550 5.5.0 mailbox unavailable', 'smtp; 550 other'] }),
      bounced({ ...bounce, diagnosticCode: ['X-Postfix; host not found'] }),
      bounced({ ...bounce, diagnosticCode: [] }),
      bounced(bounce),
    ]);
    expect(events.map(({ reason, code }) => [reason, code])).toEqual([
      ['550 5.5.0 mailbox unavailable', '550 5.5.0'],
      ['host not found', 'General'],
      [bounce.message, 'General'],
      [bounce.message, 'General'],
    ]);
  });
});

describe('a Resend dump', () => {
  it('counts an event that was posted twice once', async () => {
    const rows = ['email.sent', 'email.delivered', 'email.opened'].map((type) => row(type));
    const { totals, audit } = await reportOf([...rows, ...rows]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, opens: 1 });
    expect(audit).toMatchObject({ read: 6, duplicates: 3 });
  });

  it('tells clicks of the same instant apart by their link', async () => {
    const click = (link: string): object =>
      row('email.clicked', { click: { link, timestamp: '2024-11-24T05:00:57.163Z' } });
    const { totals } = await reportOf([
      click('https://example.com/a'),
      click('https://example.com/b'),
      click('https://example.com/b'),
    ]);
    expect(totals.clicks).toBe(2);
  });

  it('counts a message as sent that was delivered or bounced where sent ones are not posted', async () => {
    const { totals } = await reportOf([
      row('email.delivered'),
      row('email.bounced', { to: ['ben@example.com'], bounce: { type: 'Permanent' } }),
      row('email.suppressed', { to: ['eve@example.com'] }),
      row('email.failed', { to: ['dan@example.com'] }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1, excluded: 1, errors: 1 });
  });
});

describe('what Resend tells of links, programs, variants and blocks', () => {
  it('is read from the published click', async () => {
    const [told] = await toldByFiles([publishedFile('resend/resend-rust.email.clicked.json')]);
    expect(told).toEqual({
      url: 'https://resend.com',
      agent: expect.stringMatching(/^Mozilla\/5\.0 \(Macintosh; .* Version\/16\.1 Safari/),
    });
  });

  it('names a tag that is called variant', async () => {
    expect(await toldBy([row('email.sent', { tags: { category: 'sale', variant: 'B' } })])).toEqual([
      { variant: 'B' },
    ]);
  });

  it.each([
    ['ContentRejected', 'content'],
    ['AttachmentRejected', 'policy'],
    ['General', undefined],
  ])('takes the sub-type %s for a block because of %s', async (subType, block) => {
    expect(await toldBy([bounced({ type: 'Transient', subType })])).toEqual([
      block === undefined ? {} : { block },
    ]);
  });
});
