import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, published, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy } from '../../support/told-by.ts';

const recipient = 'recipient@example.com';
const about = {
  delivery: 'ConfigSet',
  message: `EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000 ${recipient}`,
  recipient,
};

const events = [
  ['send', { event: 'sent', time: '2016-10-14T05:02:16.645Z', ...about }],
  ['delivery', { event: 'delivered', time: '2016-10-19T23:21:04.133Z', ...about }],
  [
    'bounce',
    {
      event: 'bounce',
      time: '2017-08-05T00:41:02.669Z',
      ...about,
      category: 'hard',
      reason: '550 5.1.1 user unknown',
      code: '5.1.1',
    },
  ],
  ['complaint', { event: 'complaint', time: '2017-08-05T00:41:02.669Z', ...about }],
  [
    'reject',
    {
      event: 'error',
      time: '2016-10-14T17:38:15.211Z',
      ...about,
      message: about.message.replace(recipient, 'sender@example.com'),
      recipient: 'sender@example.com',
      reason: 'Bad content',
    },
  ],
  [
    'rendering-failure',
    {
      event: 'error',
      time: '2018-01-22T18:43:06.197Z',
      ...about,
      reason: "Attribute 'attributeName' is not present in the rendering data.",
    },
  ],
  [
    'deliverydelay',
    {
      event: 'delay',
      time: '2020-06-16T00:25:40.095Z',
      ...about,
      reason: '421 4.4.1 Unable to connect to remote host',
      code: '4.4.1',
    },
  ],
  ['open', { event: 'open', time: '2017-08-09T22:00:19.652Z', ...about }],
  ['click', { event: 'click', time: '2017-08-09T23:51:25.570Z', ...about }],
  [
    'subscription',
    {
      event: 'unsubscribe',
      time: '2022-01-12T01:00:17.910Z',
      ...about,
      message: `EXAMPLEe4bccb684-777bc8de-afa7-4970-92b0-f515137b1497-000000 ${recipient}`,
    },
  ],
] as const;

const payload = (name: string): object =>
  published(`ses/event-publishing.firehose.${name}-record.json`) as object;

describe('the events that Amazon SES publishes', () => {
  it.each(events)('read as they are meant: %s', async (name, event) => {
    expect(await eventsOfFiles([publishedFile(`ses/event-publishing.firehose.${name}-record.json`)])).toEqual(
      [event],
    );
    expect(await eventsOfFiles([publishedFile(`ses/event-publishing.sns.${name}-record.json`)])).toEqual([
      event,
    ]);
  });

  it('read alike as lines, in SNS envelopes and from EventBridge, in one file too', async () => {
    const bare = events.map(([name]) => payload(name));
    const notified = bare.map((event) => ({
      Type: 'Notification',
      MessageId: 'c0ffee',
      TopicArn: 'arn:aws:sns:eu-west-1:1:ses',
      Message: JSON.stringify(event),
      Timestamp: '2026-11-22T08:00:00Z',
    }));
    const bridged = bare.map((detail) => ({
      version: '0',
      source: 'aws.ses',
      'detail-type': 'Email',
      detail,
    }));
    const expected = events.map(([, event]) => event);
    expect(await eventsOf(bare)).toEqual(expected);
    expect(await eventsOf(notified)).toEqual(expected);
    expect(await eventsOf(bridged)).toEqual(expected);
    expect(await eventsOf([...bare, ...notified, ...bridged])).toEqual([
      ...expected,
      ...expected,
      ...expected,
    ]);
  });

  it('are taken out of their envelopes where those come late in the file', async () => {
    const send = payload('send');
    const rows = [
      ...Array.from({ length: 300 }, () => send),
      { Message: JSON.stringify(payload('delivery')) },
    ];
    const { totals, audit } = await reportOf(rows);
    expect(totals).toMatchObject({ sent: 1, delivered: 1 });
    expect(audit).toMatchObject({ read: 301, duplicates: 299, rejected: 0 });
  });
});

describe('the feedback notifications of Amazon SES', () => {
  it('read as they are meant', async () => {
    const files = [
      'bounce-notification-with-a-dsn',
      'complaint-notification-with-a-feedback-report',
      'amazon-sns-delivery-notification-example',
    ].map((name) => publishedFile(`ses/identity-notification.${name}.json`));
    expect(await eventsOfFiles(files)).toMatchObject([
      {
        event: 'bounce',
        time: '2016-01-27T14:59:38.237Z',
        recipient: 'jane@example.com',
        category: 'hard',
        reason: '550 5.1.1 <…>... User',
        code: '5.1.1',
      },
      { event: 'complaint', recipient: 'richard@example.com' },
      { event: 'delivered', recipient: 'jane@example.com' },
    ]);
  });

  it('are an event of each recipient that bounced', async () => {
    const file = publishedFile('ses/identity-notification.bounce-notification-without-a-dsn.json');
    expect(await eventsOfFiles([file])).toMatchObject([
      { event: 'bounce', recipient: 'jane@example.com', category: 'hard', reason: 'Permanent, General' },
      { event: 'bounce', recipient: 'richard@example.com', category: 'hard', reason: 'Permanent, General' },
    ]);
  });

  it('ignore what SNS says of itself', async () => {
    const rows = [
      payload('send'),
      { notificationType: 'AmazonSnsSubscriptionSucceeded', message: 'You have ...' },
    ];
    expect(await eventsOf(rows)).toMatchObject([{ event: 'sent' }, { event: 'ignored' }]);
  });
});

describe('a bounce of Amazon SES', () => {
  it.each([
    ['Permanent', 'General', 'hard'],
    ['Permanent', 'NoEmail', 'hard'],
    ['Permanent', 'Suppressed', 'hard'],
    ['Permanent', 'OnAccountSuppressionList', 'hard'],
    ['Transient', 'General', 'soft'],
    ['Transient', 'MailboxFull', 'soft'],
    ['Transient', 'MessageTooLarge', 'soft'],
    ['Transient', 'ContentRejected', 'soft'],
    ['Transient', 'AttachmentRejected', 'soft'],
    ['Undetermined', 'Undetermined', 'ignored'],
  ])('of type %s, %s, is %s', async (bounceType, bounceSubType, category) => {
    const bounce = { bounceType, bounceSubType, timestamp: '2026-11-22T08:00:00Z', bouncedRecipients: [{}] };
    const mail = { timestamp: '2026-11-22T08:00:00Z', messageId: 'm', destination: [recipient] };
    expect(await eventsOf([{ eventType: 'Bounce', bounce, mail }])).toMatchObject([
      { category, reason: `${bounceType}, ${bounceSubType}` },
    ]);
  });
});

describe('a message to several people', () => {
  const mail = {
    timestamp: '2026-11-22T08:00:00Z',
    messageId: 'm',
    destination: ['ada@example.com', 'ben@example.com'],
    tags: { campaign: ['sale'] },
  };
  const at = { timestamp: '2026-11-22T08:00:01Z' };

  it('is a message to each, and opened by nobody knows whom', async () => {
    const bounce = {
      bounceType: 'Permanent',
      bouncedRecipients: [{ emailAddress: 'ben@example.com' }],
      ...at,
    };
    const { delivery, totals } = await reportOf([
      { eventType: 'Send', send: {}, mail },
      { eventType: 'Delivery', delivery: { recipients: ['ada@example.com'], ...at }, mail },
      { eventType: 'Bounce', bounce, mail },
      { eventType: 'Open', open: at, mail },
    ]);
    expect(delivery.id).toBe('sale');
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1, opens: 1, uniqueOpens: 1, pending: 0 });
  });
});

it('ignores somebody who comes back to a list of Amazon SES', async () => {
  const subscription = {
    timestamp: '2026-11-22T08:00:00Z',
    newTopicPreferences: {
      unsubscribeAll: false,
      topicSubscriptionStatus: [{ topicName: 'News', subscriptionStatus: 'OptIn' }],
    },
  };
  const mail = { timestamp: '2026-11-22T08:00:00Z', messageId: 'm', destination: [recipient] };
  expect(await eventsOf([{ eventType: 'Subscription', subscription, mail }])).toMatchObject([
    { event: 'ignored' },
  ]);
});

describe('what SES tells of links, programs, variants and blocks', () => {
  it('is read from the published open and click', async () => {
    const [opened, clicked] = await toldBy([payload('open'), payload('click')]);
    expect(opened).toEqual({ agent: expect.stringMatching(/iPhone OS 10_3_3/) });
    expect(clicked).toEqual({
      url: 'http://docs.aws.amazon.com/ses/latest/DeveloperGuide/send-email-smtp.html',
      label: 'samplevalue0, samplevalue1',
      agent: expect.stringMatching(/Chrome\/60/),
    });
  });

  it('has no label for a link without tags, and takes the tag variant for the variant', async () => {
    const mail = { messageId: 'm1', destination: [recipient], tags: { variant: ['B'] } };
    const click = (linkTags: unknown): object => ({
      eventType: 'Click',
      mail,
      click: { link: 'https://a', linkTags },
    });
    const told = { url: 'https://a', variant: 'B' };
    expect(await toldBy([click(null), click({}), click('none')])).toEqual([told, told, told]);
  });

  it.each([
    ['ContentRejected', 'content'],
    ['AttachmentRejected', 'policy'],
    ['MailboxFull', undefined],
  ])('takes the subtype %s for a block because of %s', async (bounceSubType, block) => {
    const bounce = {
      bounceType: 'Transient',
      bounceSubType,
      bouncedRecipients: [{ emailAddress: recipient }],
    };
    expect(await toldBy([{ eventType: 'Bounce', mail: { messageId: 'm1' }, bounce }])).toEqual([
      block === undefined ? {} : { block },
    ]);
  });
});
