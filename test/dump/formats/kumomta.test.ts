import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy } from '../../support/told-by.ts';

const row = (type: string, more: object = {}): object => ({
  type,
  id: '1d98076abbbc11ed940250ebf67f93bd',
  sender: 'news@example.net',
  recipient: 'ada@example.com',
  queue: 'sale:shop@example.com',
  response: { code: 250, enhanced_code: null, content: '', command: null },
  timestamp: 1757675281,
  num_attempts: 0,
  bounce_classification: 'Uncategorized',
  feedback_report: null,
  meta: {},
  reception_protocol: 'HTTP',
  ...more,
});

const about = {
  time: '2025-09-12T11:08:01.000Z',
  delivery: 'sale',
  message: '1d98076abbbc11ed940250ebf67f93bd ada@example.com',
  recipient: 'ada@example.com',
};

const refused = {
  code: 550,
  enhanced_code: { class: 5, subject: 1, detail: 1 },
  content: 'No such user',
  command: 'RCPT TO',
};

describe('the records that KumoMTA publishes', () => {
  it('read as they are meant: Delivery', async () => {
    expect(await eventsOfFiles([publishedFile('kumomta/derived/delivery.from-log_record.json')])).toEqual([
      {
        event: 'delivered',
        time: '2025-09-12T11:08:01.440Z',
        delivery: 'campaign',
        message: '1d98076abbbc11ed940250ebf67f93bd user@recipient.example.com',
        recipient: 'user@recipient.example.com',
      },
    ]);
  });

  it('read as they are meant: TransientFailure', async () => {
    const file = publishedFile('kumomta/derived/transientfailure.from-tsa-torture.json');
    expect(await eventsOfFiles([file])).toEqual([
      {
        event: 'delay',
        time: '2025-09-12T11:08:01.000Z',
        message: '1d98076abbbc11ed940250ebf67f93bd user@yahoo.com',
        recipient: 'user@yahoo.com',
        reason: '[TSS04] Messages from a.b.c.d temporarily deferred due to user complaints',
        code: '421 4.7.0',
      },
    ]);
  });

  it('read as they are meant: Feedback, of whom the trace header names', async () => {
    expect(await eventsOfFiles([publishedFile('kumomta/derived/feedback.from-fbl-guide.json')])).toEqual([
      { event: 'complaint', time: '2005-03-08T18:00:00.000Z', recipient: 'test@example.com' },
    ]);
  });

  it('read as they are meant: Reception, line by line', async () => {
    expect(await eventsOfFiles([publishedFile('kumomta/derived/receptions.ndjson')])).toMatchObject([
      {
        event: 'sent',
        time: '2023-08-09T15:39:44.000Z',
        message: 'f68462cf36ca11ee99f450ebf67f93bd wez@example.com.org',
      },
      { event: 'sent', recipient: 'recipient@example.com' },
      { event: 'sent', recipient: 'test@example.com' },
      { event: 'sent', recipient: 'test@example.com' },
      { event: 'sent', recipient: 'mmiihhww09@gmail.com' },
    ]);
  });

  it.each(['faq_non_relay_hosts.01', 'tutorial_checking_logs.01', 'tutorial_quickstart.01'])(
    'read as they are meant: Reception over many lines, %s',
    async (name) => {
      expect(await eventsOfFiles([publishedFile(`kumomta/${name}.json`)])).toMatchObject([{ event: 'sent' }]);
    },
  );

  it('read as they are meant: Delayed is ignored, for it tells of no attempt', async () => {
    const file = publishedFile('kumomta/reference_dispatcher_progress_watchdog_timeout.01.json');
    expect(await eventsOfFiles([file])).toEqual([
      { event: 'ignored', recipient: 'victim@wedge.example.com' },
    ]);
  });
});

describe('a KumoMTA record', () => {
  it.each([
    ['Reception', { event: 'sent', ...about }],
    ['Delivery', { event: 'delivered', ...about }],
    ['Bounce', { event: 'bounce', ...about, category: 'hard', reason: 'No such user', code: '550 5.1.1' }],
    ['OOB', { event: 'bounce', ...about, category: 'hard', reason: 'No such user', code: '550 5.1.1' }],
    ['TransientFailure', { event: 'delay', ...about, reason: 'No such user', code: '550 5.1.1' }],
    ['Rejection', { event: 'error', ...about, reason: 'No such user', code: '550 5.1.1' }],
    ['Delayed', { event: 'ignored', ...about }],
    ['Delay', { event: 'ignored', ...about }],
    ['AdminRebind', { event: 'ignored', ...about }],
    ['DeferredInjectionRebind', { event: 'ignored', ...about }],
    ['XferIn', { event: 'ignored', ...about }],
    ['XferOut', { event: 'ignored', ...about }],
    ['Any', { event: 'ignored', ...about }],
    ['Teleportation', { event: null, ...about }],
  ])('of type %s becomes %j', async (type, event) => {
    expect(await eventsOf([row(type, { response: refused })])).toEqual([event]);
  });

  it('of a bounce by the server itself is soft: it gave up, or its administrator did', async () => {
    const gaveUp = {
      code: 551,
      enhanced_code: { class: 5, subject: 4, detail: 7 },
      content: 'Next delivery time would be after it expires',
    };
    const administrator = {
      code: 551,
      enhanced_code: { class: 5, subject: 7, detail: 1 },
      content: 'Administrator bounced with reason: spam run',
    };
    expect(
      await eventsOf([
        row('Expiration', { response: gaveUp }),
        row('AdminBounce', { response: administrator }),
      ]),
    ).toMatchObject([
      { event: 'bounce', category: 'soft', code: '551 5.4.7' },
      { event: 'bounce', category: 'soft', reason: 'Administrator bounced with reason: spam run' },
    ]);
  });

  it.each([
    ['abuse', 'complaint'],
    ['fraud', 'complaint'],
    ['virus', 'complaint'],
    ['other', 'complaint'],
    ['opt-out', 'unsubscribe'],
    ['opt-out-list', 'unsubscribe'],
    ['not-spam', 'ignored'],
    ['auth-failure', 'ignored'],
  ])('of the feedback type %s is a %s of whom the report names', async (feedbackType, event) => {
    const report = {
      feedback_type: feedbackType,
      original_rcpto_to: ['<ada@example.com>', '<ben@example.com>'],
    };
    const feedback = row('Feedback', { recipient: 'fbl@example.net', feedback_report: report });
    expect(await eventsOf([feedback])).toMatchObject([
      { event, recipient: 'ada@example.com' },
      { event, recipient: 'ben@example.com' },
    ]);
  });

  it('of a feedback report that names nobody is a complaint all the same', async () => {
    const feedback = row('Feedback', {
      recipient: 'fbl@example.net',
      feedback_report: { feedback_type: 'abuse' },
    });
    expect(await eventsOf([feedback])).toEqual([
      {
        event: 'complaint',
        time: about.time,
        delivery: 'sale',
        message: '1d98076abbbc11ed940250ebf67f93bd',
      },
    ]);
  });

  it('of several recipients is an event of each', async () => {
    expect(
      await eventsOf([row('Delivery', { recipient: ['ada@example.com', 'ben@example.com'] })]),
    ).toMatchObject([
      { event: 'delivered', message: '1d98076abbbc11ed940250ebf67f93bd ada@example.com' },
      { event: 'delivered', message: '1d98076abbbc11ed940250ebf67f93bd ben@example.com' },
    ]);
  });

  it('that tells of a log hook is ignored: what it delivers is a record', async () => {
    expect(await eventsOf([row('Delivery', { reception_protocol: 'LogRecord' })])).toMatchObject([
      { event: 'ignored' },
    ]);
  });

  it.each([
    [{ timestamp: 1757675281 }, '2025-09-12T11:08:01.000Z'],
    [{ timestamp: 1757675281440 }, '2025-09-12T11:08:01.440Z'],
    [{ event_time: '2025-09-12T11:08:01.440526026Z' }, '2025-09-12T11:08:01.440Z'],
  ])('of the time %j is of %s', async (more, time) => {
    expect(await eventsOf([row('Delivery', more)])).toMatchObject([{ time }]);
  });

  it.each([
    [{ meta: { campaign: 'Winter sale', tenant: 'shop' } }, 'Winter sale'],
    [{ meta: { campaign_id: 42 } }, '42'],
    [{ queue: 'autumn:@example.com!smart.host' }, 'autumn'],
    [{ queue: 'autumn:shop@example.com' }, 'autumn'],
    [{ queue: 'shop@example.com' }, undefined],
    [{ queue: 'example.com' }, undefined],
    [{ queue: 'shop@[IPv6:2001:db8::1]' }, undefined],
  ])('with %j belongs to the delivery %s', async (more, delivery) => {
    const [event] = await eventsOf([row('Delivery', more)]);
    expect(event?.delivery).toBe(delivery);
  });

  it('of a complaint belongs to the campaign in its trace header', async () => {
    const report = { supplemental_trace: { recipient: 'ada@example.com', campaign: 'Winter sale' } };
    expect(
      await eventsOf([row('Feedback', { queue: 'fbl.example.net', feedback_report: report })]),
    ).toMatchObject([{ event: 'complaint', recipient: 'ada@example.com', delivery: 'Winter sale' }]);
  });
});

describe('a bounce of SendGrid, which has a type and a class too', () => {
  it('is not taken for a record of KumoMTA', async () => {
    const bounce = { event: 'bounce', email: 'ada@example.com', timestamp: 1757675281, sg_event_id: 'e1' };
    expect(
      await eventsOf([
        { ...bounce, type: 'blocked', bounce_classification: 'Reputation', response: '550 no' },
      ]),
    ).toMatchObject([{ event: 'bounce', eventId: 'e1', category: 'soft' }]);
  });
});

describe('a KumoMTA bounce', () => {
  it.each([
    ['InvalidRecipient', 'hard'],
    ['BadDomain', 'hard'],
    ['InactiveMailbox', 'hard'],
    ['AuthenticationFailed', 'soft'],
    ['BadConfiguration', 'soft'],
    ['BadConnection', 'soft'],
    ['ContentRelated', 'soft'],
    ['DNSFailure', 'soft'],
    ['InvalidSender', 'soft'],
    ['MessageExpired', 'soft'],
    ['NoAnswerFromHost', 'soft'],
    ['PolicyRelated', 'soft'],
    ['ProhibitedAttachment', 'soft'],
    ['ProtocolErrors', 'soft'],
    ['QuotaIssues', 'soft'],
    ['RelayDenied', 'soft'],
    ['RelayingIssues', 'soft'],
    ['RoutingErrors', 'soft'],
    ['SpamBlock', 'soft'],
    ['SpamContent', 'soft'],
    ['SpamRelated', 'soft'],
    ['TooManyRecipients', 'soft'],
    ['TransientFailure', 'soft'],
    ['VirusRelated', 'soft'],
    ['AutoReply', 'ignored'],
    ['ChallengeResponse', 'ignored'],
    ['Subscribe', 'ignored'],
    ['Unsubscribe', 'ignored'],
  ])('of the class %s is %s, whatever its status', async (bounceClass, category) => {
    const statuses = [5, 4].map((digit) => ({
      code: digit * 100 + 50,
      enhanced_code: { class: digit, subject: 0, detail: 0 },
      content: 'no',
    }));
    const bounces = statuses.map((response) =>
      row('Bounce', { response, bounce_classification: bounceClass }),
    );
    expect(await eventsOf(bounces)).toMatchObject([{ category }, { category }]);
  });

  it.each([
    [{ code: 550, enhanced_code: { class: 5, subject: 1, detail: 1 }, content: 'no' }, 'hard'],
    [{ code: 554, enhanced_code: null, content: 'no' }, 'hard'],
    [{ code: 400, enhanced_code: null, content: 'no' }, 'soft'],
    [{ code: 550, enhanced_code: { class: 4, subject: 2, detail: 2 }, content: 'no' }, 'soft'],
    [null, 'ignored'],
  ])('of no class, or one of your own, with %j is %s', async (response, category) => {
    expect(
      await eventsOf([
        row('Bounce', { response }),
        row('Bounce', { response, bounce_classification: 'Mine' }),
      ]),
    ).toMatchObject([{ category }, { category }]);
  });
});

describe('a KumoMTA log', () => {
  it('counts a record that was written twice once, but each attempt', async () => {
    const { totals, audit } = await reportOf([
      row('Reception'),
      row('Reception'),
      row('TransientFailure', { num_attempts: 1 }),
      row('TransientFailure', { num_attempts: 2 }),
      row('Delivery', { num_attempts: 2 }),
    ]);
    expect(totals).toMatchObject({ sent: 1, retries: 2, delivered: 1, pending: 0 });
    expect(audit).toMatchObject({ read: 5, duplicates: 1 });
  });

  it('counts as sent what was delivered or bounced where receptions are not logged', async () => {
    const { totals } = await reportOf([
      row('Delivery'),
      row('Bounce', { id: 'other', response: refused }),
      row('Rejection', { id: '', recipient: '', response: refused }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1, errors: 1 });
  });
});

describe('what KumoMTA tells of variants and blocks', () => {
  it('names the variant that was logged, of a complaint the one in the trace header', async () => {
    const feedback_report = {
      feedback_type: 'abuse',
      supplemental_trace: { recipient: 'ada@example.com', variant: 'B' },
    };
    expect(
      await toldBy([row('Delivery', { meta: { variant: 'A' } }), row('Feedback', { feedback_report })]),
    ).toEqual([{ variant: 'A' }, { variant: 'B' }]);
  });

  it.each([
    ['SpamBlock', 'reputation'],
    ['SpamRelated', 'reputation'],
    ['SpamContent', 'content'],
    ['ContentRelated', 'content'],
    ['VirusRelated', 'content'],
    ['AuthenticationFailed', 'policy'],
    ['InvalidSender', 'policy'],
    ['PolicyRelated', 'policy'],
    ['ProhibitedAttachment', 'policy'],
    ['RelayDenied', 'policy'],
    ['RelayingIssues', 'policy'],
    ['QuotaIssues', undefined],
  ])('takes the class %s for a block because of %s', async (bounce_classification, block) => {
    expect(await toldBy([row('Bounce', { bounce_classification })])).toEqual([
      block === undefined ? {} : { block },
    ]);
  });
});
