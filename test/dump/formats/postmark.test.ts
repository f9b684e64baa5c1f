import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy, toldByFiles } from '../../support/told-by.ts';

const timeKeys: Record<string, string> = {
  Delivery: 'DeliveredAt',
  Bounce: 'BouncedAt',
  SpamComplaint: 'BouncedAt',
  SubscriptionChange: 'ChangedAt',
};

const row = (recordType: string, more: object = {}): object => ({
  RecordType: recordType,
  ServerID: 23,
  MessageStream: 'broadcast',
  MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
  [['Bounce', 'SpamComplaint'].includes(recordType) ? 'Email' : 'Recipient']: 'ada@example.com',
  Tag: 'sale',
  [timeKeys[recordType] ?? 'ReceivedAt']: '2025-04-05T16:33:54.9070259Z',
  ...more,
});

const bounce = (type: string, typeCode: number, more: object = {}): object =>
  row('Bounce', { ID: 42, Type: type, TypeCode: typeCode, ...more });

describe('the payloads that Postmark publishes', () => {
  const about = {
    time: '2025-04-05T16:33:54.907Z',
    delivery: 'welcome-email',
    message: '883953f4-6105-42a2-a16a-77a8eac79483 john@example.com',
    recipient: 'john@example.com',
  };

  it.each([
    ['01.delivery', { event: 'delivered', ...about }],
    [
      '02.bounce',
      {
        event: 'bounce',
        ...about,
        eventId: 'Bounce 42',
        category: 'hard',
        reason: '550 5.1.1 The email account that you tried to reach does not exist.',
        code: '550 5.1.1',
      },
    ],
    ['03.spam-complaint', { event: 'complaint', ...about, eventId: 'SpamComplaint 42' }],
    ['04.open', { event: 'open', ...about }],
    ['05.click', { event: 'click', ...about }],
    ['06.subscription-change', { event: 'unsubscribe', ...about, delivery: 'newsletter' }],
  ])('read as they are meant: %s', async (name, event) => {
    expect(await eventsOfFiles([publishedFile(`postmark/vendor.${name}.json`)])).toEqual([event]);
  });
});

describe('a Postmark bounce', () => {
  it.each([
    ['HardBounce', 1, 'hard'],
    ['Transient', 2, 'soft'],
    ['Unsubscribe', 16, 'ignored'],
    ['Subscribe', 32, 'ignored'],
    ['AutoResponder', 64, 'ignored'],
    ['AddressChange', 128, 'ignored'],
    ['DnsError', 256, 'soft'],
    ['SpamNotification', 512, 'soft'],
    ['OpenRelayTest', 1024, 'ignored'],
    ['Unknown', 2048, 'ignored'],
    ['SoftBounce', 4096, 'soft'],
    ['VirusNotification', 8192, 'ignored'],
    ['ChallengeVerification', 16384, 'ignored'],
    ['BadEmailAddress', 100000, 'hard'],
    ['ManuallyDeactivated', 100002, 'hard'],
    ['Unconfirmed', 100003, 'ignored'],
    ['Blocked', 100006, 'soft'],
    ['DMARCPolicy', 100009, 'soft'],
  ])('of type %s, or only of its code %i, is %s, whatever the reply', async (type, code, category) => {
    const Details = category === 'hard' ? 'smtp;450 4.2.1 later' : 'smtp;550 5.1.1 never';
    const bounces = [bounce(type, code, { Details }), row('Bounce', { ID: 43, TypeCode: code, Details })];
    expect(await eventsOf(bounces)).toMatchObject([
      { event: 'bounce', category },
      { event: 'bounce', category },
    ]);
  });

  it.each([
    ['SpamComplaint', 100001, 'complaint'],
    ['SMTPApiError', 100007, 'excluded'],
    ['InboundError', 100008, 'ignored'],
    ['TemplateRenderingFailed', 100010, 'error'],
  ])('of type %s, or only of its code %i, is no bounce: %s', async (type, code, event) => {
    const events = await eventsOf([bounce(type, code), row('Bounce', { ID: 43, TypeCode: code })]);
    expect(events.map((one) => [one.event, one.category])).toEqual([
      [event, undefined],
      [event, undefined],
    ]);
  });

  it.each([
    ['smtp;550 5.1.1 never', 'hard'],
    ['452 4.2.2 later', 'soft'],
    ['who knows', 'ignored'],
  ])('of a new type is told by its reply: %s', async (Details, category) => {
    expect(await eventsOf([bounce('OfANewKind', 7, { Details })])).toMatchObject([
      { event: 'bounce', category },
    ]);
  });

  it('says what the receiver answered, else what its type means', async () => {
    const Description = 'The server was unable to deliver your message.';
    const events = await eventsOf([
      bounce('HardBounce', 1, { Description, Details: 'smtp; 550-5.1.1 No such user' }),
      bounce('HardBounce', 1, { Description, Details: '552 Mailbox full' }),
      bounce('HardBounce', 1, { Description, Details: 'X-Postfix; unknown user' }),
      bounce('HardBounce', 1, { Description, Details: '' }),
      bounce('HardBounce', 1, { Description }),
    ]);
    expect(events.map(({ reason, code }) => [reason, code])).toEqual([
      ['550-5.1.1 No such user', '550-5.1.1'],
      ['552 Mailbox full', '552'],
      ['unknown user', 'HardBounce'],
      [Description, 'HardBounce'],
      [Description, 'HardBounce'],
    ]);
  });
});

describe('a change of subscription in Postmark', () => {
  const leaving = { SuppressSending: true, Origin: 'Recipient', SuppressionReason: 'ManualSuppression' };

  it.each([
    ['the recipient left', leaving, 'unsubscribe'],
    ['no reason is given', { SuppressSending: true, Origin: 'Recipient' }, 'unsubscribe'],
    ['the recipient came back', { ...leaving, SuppressSending: false, SuppressionReason: null }, 'ignored'],
    ['it follows a hard bounce', { ...leaving, SuppressionReason: 'HardBounce' }, 'ignored'],
    ['it follows a complaint', { ...leaving, SuppressionReason: 'SpamComplaint' }, 'ignored'],
    ['the sender made it', { ...leaving, Origin: 'Customer', MessageID: null }, 'ignored'],
    ['Postmark made it', { ...leaving, Origin: 'Admin', MessageID: null }, 'ignored'],
  ])('where %s: %j is %s', async (_case, more, event) => {
    expect(await eventsOf([row('SubscriptionChange', more)])).toMatchObject([{ event }]);
  });
});

describe('a Postmark event', () => {
  it('of a type that nobody knows is rejected, one of mail that came in is ignored', async () => {
    const events = await eventsOf([row('Delivery'), row('OfANewKind'), row('Inbound')]);
    expect(events.map(({ event }) => event)).toEqual(['delivered', null, 'ignored']);
  });

  it('goes by its tag, else by its stream', async () => {
    const events = await eventsOf([row('Open'), row('Open', { Tag: '' }), row('Open', { Tag: null })]);
    expect(events.map(({ delivery }) => delivery)).toEqual(['sale', 'broadcast', 'broadcast']);
  });

  it('reads the same in a list, with an offset to its time, and from a table', async () => {
    const time = { DeliveredAt: '2025-04-05T12:33:54.9070259-04:00' };
    const header = 'RecordType,MessageID,Recipient,DeliveredAt,MessageStream\n';
    const delivered = {
      event: 'delivered',
      time: '2025-04-05T16:33:54.907Z',
      message: '883953f4-6105-42a2-a16a-77a8eac79483 ada@example.com',
      recipient: 'ada@example.com',
    };
    expect(await eventsOf([JSON.stringify([row('Delivery', time)])])).toEqual([
      { ...delivered, delivery: 'sale' },
    ]);
    expect(
      await eventsOf([
        `${header}Delivery,883953f4-6105-42a2-a16a-77a8eac79483,ada@example.com,2025-04-05T16:33:54.9070259Z,outbound\n`,
      ]),
    ).toEqual([{ ...delivered, delivery: 'outbound' }]);
  });
});

describe('a Postmark dump', () => {
  it('counts an event that was posted twice once', async () => {
    const rows = [
      row('Delivery'),
      bounce('AutoResponder', 64),
      row('Open'),
      row('SpamComplaint', { ID: 42 }),
    ];
    const { totals, audit } = await reportOf([...rows, ...rows]);
    expect(totals).toMatchObject({ delivered: 1, bounces: 1, opens: 1, complaints: 1 });
    expect(audit).toMatchObject({ read: 8, duplicates: 4 });
  });

  it('tells clicks of the same instant apart by their link', async () => {
    const click = (OriginalLink: string): object => row('Click', { OriginalLink });
    const { totals } = await reportOf([
      click('https://example.com/a'),
      click('https://example.com/b'),
      click('https://example.com/b'),
    ]);
    expect(totals.clicks).toBe(2);
  });

  it('counts each recipient of a message as sent who had an outcome, and nobody whom Postmark never tried', async () => {
    const { totals } = await reportOf([
      row('Delivery'),
      row('Delivery', { Recipient: 'ben@example.com' }),
      bounce('HardBounce', 1, { Email: 'eve@example.com' }),
      bounce('SMTPApiError', 100007, { ID: 43, Email: 'dan@example.com' }),
      bounce('TemplateRenderingFailed', 100010, { ID: 44, Email: 'joe@example.com' }),
    ]);
    expect(totals).toMatchObject({ sent: 3, delivered: 2, bounces: 1, excluded: 1, errors: 1 });
  });
});

describe('what Postmark tells of links, programs, variants and blocks', () => {
  it('is read from the published open and click', async () => {
    expect(await toldByFiles([publishedFile('postmark/vendor.04.open.json')])).toEqual([
      { agent: 'Mozilla/5.0 ...' },
    ]);
    expect(await toldByFiles([publishedFile('postmark/vendor.05.click.json')])).toEqual([
      { url: 'https://yourdomain.com/pricing', agent: 'Mozilla/5.0 ...' },
    ]);
  });

  it('names metadata that is called variant', async () => {
    expect(await toldBy([row('Delivery', { Metadata: { variant: 'B', color: 'blue' } })])).toEqual([
      { variant: 'B' },
    ]);
  });

  it.each([
    ['Blocked', 100006, 'reputation'],
    ['SpamNotification', 512, 'content'],
    ['DMARCPolicy', 100009, 'policy'],
    ['HardBounce', 1, undefined],
  ])('takes the type %s (%i) for a block because of %s', async (type, code, block) => {
    const told = block === undefined ? {} : { block };
    expect(await toldBy([bounce(type, code), bounce('', code)])).toEqual([told, told]);
  });
});
