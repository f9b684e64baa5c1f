import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, published, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';
import { toldBy, toldByFiles } from '../../support/told-by.ts';

const row = (event: string, message: object = {}, more: object = {}): object => ({
  event,
  _id: 'm1',
  ts: 1432328547,
  msg: { _id: 'm1', ts: 1432328500, email: 'ada@example.com', tags: ['sale'], state: 'sent', ...message },
  ...more,
});

/** The body that Mailchimp posts: a form with one field, which holds JSON. */
const form = (events: unknown): string =>
  new URLSearchParams({ mandrill_events: JSON.stringify(events) }).toString();

describe('the payloads that libraries publish of Mandrill', () => {
  const about = {
    time: '2015-01-03T16:43:27.000Z',
    delivery: 'webhook-example',
    message: 'fa239ebedd0a4831a3eefa59e880d8b2',
    recipient: 'example.webhook@mandrillapp.com',
  };
  const badMailbox =
    "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.";

  it('read as they are meant, one of every type', async () => {
    const file = publishedFile('mandrill/third-party/mandrill.net.mandrill_webhook_example.json');
    expect(await eventsOfFiles([file])).toEqual([
      { event: 'sent', ...about },
      {
        event: 'delay',
        ...about,
        reason: '451 4.3.5 Temporarily unavailable, try again later.',
        code: '451 4.3.5',
      },
      { event: 'bounce', ...about, category: 'hard', reason: badMailbox, code: '550 5.1.1' },
      { event: 'bounce', ...about, category: 'soft', reason: '552 5.2.2 Over Quota', code: '552 5.2.2' },
      { event: 'open', ...about },
      { event: 'click', ...about },
      { event: 'complaint', ...about },
      { event: 'unsubscribe', ...about },
      { event: 'excluded', ...about },
      // Changes of the lists of addresses: three of the blacklist, two of the whitelist.
      ...Array.from({ length: 5 }, () => ({ event: 'ignored', time: about.time })),
    ]);
  });

  it('read as they are meant, one event to a file', async () => {
    const files = ['telegraf.send_event', 'telegraf.hard_bounce_event'].map((name) =>
      publishedFile(`mandrill/third-party/${name}.json`),
    );
    const its = { ...about, time: '2013-11-20T13:26:44.000Z' };
    expect(await eventsOfFiles(files)).toEqual([
      { event: 'sent', ...its, message: 'id1' },
      { event: 'bounce', ...its, message: 'id2', category: 'hard', reason: badMailbox, code: '550 5.1.1' },
    ]);
  });

  it('read as they are meant where metadata is of the wrong kind, and where nothing but a list has changed', async () => {
    const files = ['mandrill_webhook_invalid_metadata', 'sample_sync_event'].map((name) =>
      publishedFile(`mandrill/third-party/mandrill.net.${name}.json`),
    );
    expect(await eventsOfFiles(files)).toEqual([
      { event: 'sent', ...about },
      { event: 'delay', ...about },
      { event: 'ignored', time: '2017-01-01T16:56:20.000Z' },
    ]);
  });

  it('read the same as the forms they were posted as, as JSON with their text, and as arrays', async () => {
    const events = published('mandrill/third-party/mandrill.net.sample_webhook.json');
    const its = { time: '2015-05-22T21:02:27.000Z', delivery: about.delivery, recipient: about.recipient };
    const expected = [
      { event: 'sent', ...its, message: 'exampleaaaaaaaaaaaaaaaaaaaaaaaaa' },
      {
        event: 'bounce',
        ...its,
        message: 'exampleaaaaaaaaaaaaaaaaaaaaaaaaa1',
        category: 'hard',
        reason: badMailbox,
        code: '550 5.1.1',
      },
      { event: 'open', ...its, message: 'exampleaaaaaaaaaaaaaaaaaaaaaaaaa2' },
    ];
    const forms = temporaryFile('hooks.txt', `${form(events)}\n${form(events)}\n`);
    expect(await eventsOfFiles([forms])).toEqual([...expected, ...expected]);
    const text = { mandrill_events: JSON.stringify(events) };
    expect(await eventsOf([text, text])).toEqual([...expected, ...expected]);
    expect(await eventsOf([JSON.stringify(events), JSON.stringify(events)])).toEqual([
      ...expected,
      ...expected,
    ]);
  });
});

describe('a Mandrill event', () => {
  it.each([
    ['delivered', 'delivered'],
    ['inbound', 'ignored'],
    ['of_a_new_kind', null],
  ])('of type %s is %s', async (type, event) => {
    expect(await eventsOf([row(type)])).toMatchObject([{ event }]);
  });

  it.each(['blacklist', 'whitelist', 'denylist', 'allowlist'])(
    'that changes the %s is ignored',
    async (type) => {
      const change = { type, action: 'add', entry: { email: 'ada@example.com' }, ts: 1432328547 };
      expect(await eventsOf([change])).toEqual([{ event: 'ignored', time: '2015-05-22T21:02:27.000Z' }]);
    },
  );

  it.each([
    [{ tags: ['sale', 'vip'], template: 'welcome', subaccount: 'shop-7' }, 'sale'],
    [{ tags: [], template: 'welcome', subaccount: 'shop-7' }, 'welcome'],
    [{ tags: [], template: null, subaccount: 'shop-7' }, 'shop-7'],
    [{ tags: [] }, undefined],
  ])('with %j is grouped as %s', async (message, delivery) => {
    const [event] = await eventsOf([row('send', message)]);
    expect(event?.delivery).toBe(delivery);
  });

  it('keeps what it has where a part is of another kind than expected', async () => {
    const rows = [row('open', { tags: 'sale', smtp_events: {}, reject: 'hard-bounce' })];
    const expected = { event: 'open', message: 'm1', recipient: 'ada@example.com' };
    expect(await eventsOf(rows)).toMatchObject([expected]);
    expect(await eventsOfFiles([temporaryFile('hooks.txt', `${form(rows)}\n`)])).toMatchObject([expected]);
  });
});

describe('a Mandrill failure', () => {
  it.each([
    ['hard_bounce', { diag: 'smtp; 450 4.2.0 later' }, 'hard', '450 4.2.0 later', '450 4.2.0'],
    ['soft_bounce', { diag: 'smtp;550 5.1.1 never' }, 'soft', '550 5.1.1 never', '550 5.1.1'],
    ['soft_bounce', { diag: 'smtp;554-rejected', bgtools_code: 51 }, 'soft', '554-rejected', '554'],
    [
      'hard_bounce',
      { diag: '', bounce_description: 'bad_mailbox', bgtools_code: 10 },
      'hard',
      'bad_mailbox',
      '10',
    ],
    ['soft_bounce', { bounce_description: 'mailbox_full' }, 'soft', 'mailbox_full', undefined],
  ])('%s with %j is %s', async (event, message, category, reason, code) => {
    const [bounce] = await eventsOf([row(event, message)]);
    expect(bounce).toMatchObject({ event: 'bounce', category, reason });
    expect(bounce?.code).toBe(code);
  });

  it('says why a message was not even tried', async () => {
    expect(await eventsOf([row('reject', { reject: { reason: 'hard-bounce' } })])).toMatchObject([
      { event: 'excluded', reason: 'hard-bounce' },
    ]);
  });

  it('says what the receiver answered last where a message was put off', async () => {
    const smtpEvents = [{ diag: '421 4.7.0 busy' }, { diag: '451 4.3.5 try later' }];
    expect(await eventsOf([row('deferral', { smtp_events: smtpEvents })])).toMatchObject([
      { event: 'delay', reason: '451 4.3.5 try later', code: '451 4.3.5' },
    ]);
  });
});

describe('a Mandrill dump', () => {
  it('counts an event that was posted twice once, and clicks on two links as two', async () => {
    const click = (url: string): object => row('click', {}, { url });
    const { totals, audit } = await reportOf([
      row('send'),
      row('send'),
      row('delivered'),
      row('open'),
      row('open'),
      row('open', {}, { ts: 1432328599 }),
      click('https://example.com/a'),
      click('https://example.com/b'),
      click('https://example.com/b'),
    ]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, opens: 2, uniqueOpens: 1, clicks: 2 });
    expect(audit).toMatchObject({ read: 9, duplicates: 3 });
  });

  it('counts a message as sent that was delivered or bounced where sends are not posted', async () => {
    const { totals } = await reportOf([row('delivered'), row('hard_bounce', {}, { _id: 'm2' })]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1 });
  });
});

describe('what Mandrill tells of links, programs, variants and blocks', () => {
  it('is read from the events that libraries publish', async () => {
    const file = publishedFile('mandrill/third-party/mandrill.net.mandrill_webhook_example.json');
    const agent =
      'Mozilla/5.0 (Macintosh; U; Intel Mac OS X 10.6; en-US; rv:1.9.1.8) Gecko/20100317 Postbox/1.1.3';
    const told = await toldByFiles([file]);
    expect(told).toContainEqual({ agent });
    expect(told).toContainEqual({ url: 'http://mandrill.com', agent });
  });

  it('names metadata that is called variant, and copes with metadata that is a list', async () => {
    expect(
      await toldBy([row('send', { metadata: { variant: 'B' } }), row('send', { metadata: [] })]),
    ).toEqual([{ variant: 'B' }, {}]);
  });

  it.each([
    [50, 'reputation'],
    [51, 'reputation'],
    [52, 'content'],
    [53, 'policy'],
    [54, 'policy'],
    [10, undefined],
  ])('takes the bounce code %i for a block because of %s', async (bgtools_code, block) => {
    expect(await toldBy([row('soft_bounce', { bgtools_code })])).toEqual([
      block === undefined ? {} : { block },
    ]);
  });
});
