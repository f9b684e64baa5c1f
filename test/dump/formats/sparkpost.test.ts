import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, published, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy, toldByFiles } from '../../support/told-by.ts';

const row = (type: string, more: object = {}): object => ({
  type,
  timestamp: '1496154610',
  customer_id: '1521',
  event_id: `${type}-1`,
  message_id: 'm1',
  rcpt_to: 'ada@example.com',
  campaign_id: 'sale',
  transmission_id: '102618457580291306',
  ...more,
});

const webhook = (className: string, event: object): object => ({ msys: { [className]: event } });

describe('the webhook payloads that SparkPost publishes', () => {
  const about = {
    time: '2016-02-02T19:50:00.000Z',
    delivery: 'Example Campaign Name',
    eventId: '92356927693813856',
    recipient: 'recipient@example.com',
  };
  const message = '0e0d94b7-9085-4e3c-ab30-e3f2cd9c273e';
  const failure = { reason: 'MAIL REFUSED - IP (a.b.c.d) is in black list', code: '554' };
  const relayed = { time: about.time, eventId: about.eventId, recipient: about.recipient };

  it('read as they are meant, one of every type', async () => {
    const events = await eventsOfFiles([publishedFile('sparkpost/gosparkpost.sample-events.json')]);
    expect(events).toEqual([
      { event: 'bounce', ...about, message, category: 'ignored', ...failure },
      { event: 'delivered', ...about, message },
      { event: 'sent', ...about, message },
      { event: 'ignored', time: about.time },
      { event: 'complaint', ...about, message },
      { event: 'bounce', ...about, message, category: 'ignored', ...failure },
      { event: 'error', ...about, message, ...failure },
      { event: 'delay', ...about, message, ...failure },
      { event: 'click', ...about, message },
      { event: 'open', ...about, message },
      { event: 'error', ...about, ...failure },
      { event: 'error', ...about, ...failure },
      { event: 'unsubscribe', ...about, message },
      { event: 'unsubscribe', ...about, message },
      { event: 'ignored', ...relayed },
      { event: 'ignored', ...relayed },
      { event: 'ignored', time: about.time, eventId: about.eventId },
      { event: 'ignored', time: about.time, eventId: about.eventId },
      { event: 'ignored', time: about.time, eventId: about.eventId },
    ]);
  });

  it('read as they are meant where a real account sent them', async () => {
    const events = await eventsOfFiles([publishedFile('sparkpost/java-sparkpost.webhook_samples.json')]);
    expect(events.map(({ event }) => event)).toEqual([
      'delivered',
      'open',
      'delivered',
      'open',
      'sent',
      'sent',
      'click',
      'open',
      'bounce',
      'sent',
      'delivered',
    ]);
    expect(events[6]).toEqual({
      event: 'click',
      time: '2017-05-30T14:28:13.000Z',
      delivery: 'test',
      eventId: '120632847947644777',
      message: '000541812d59f83f9db8',
      recipient: 'test@example.com',
    });
    expect(events[8]).toEqual({
      event: 'bounce',
      time: '2017-05-30T14:27:31.000Z',
      delivery: 'test',
      eventId: '48575267555968293',
      message: '000253812d59ed483127',
      recipient: 'as78df9as9d0f8as90df8a9s0df890asdf890asdf@example.com',
      category: 'hard',
      reason:
        "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. Learn more at https://support.google.com/mail/?p=NoSuch... - gsmtp",
      code: '550',
    });
  });

  it('read as they are meant in the pages of a batch', async () => {
    expect(await eventsOfFiles([publishedFile('sparkpost/docs-2016.webhooks.01.json')])).toMatchObject([
      { event: 'bounce', time: '2015-03-30T17:33:42.000Z', delivery: 'Example Campaign Name', code: '554' },
    ]);
  });

  it('hold nothing where they only test the webhook, which is no reason to refuse them', async () => {
    const ping = published('sparkpost/gosparkpost.sample-webhook-validation.json');
    expect(
      await eventsOfFiles([publishedFile('sparkpost/gosparkpost.sample-webhook-validation.json')]),
    ).toEqual([{ event: null }]);
    const rows = [JSON.stringify(ping), JSON.stringify([webhook('message_event', row('delivery'))])];
    expect(await eventsOf(rows)).toMatchObject([{ event: null }, { event: 'delivered' }]);
  });
});

describe('the API pages that SparkPost publishes', () => {
  it('read as they are meant: the events API', async () => {
    const files = ['events-api.search-response', 'gosparkpost.message-events_search_200'].map((name) =>
      publishedFile(`sparkpost/${name}.json`),
    );
    expect(await eventsOfFiles(files)).toEqual([
      {
        event: 'click',
        time: '2016-04-18T14:25:07.000Z',
        delivery: 'Example Campaign Name',
        eventId: '92356927693813856',
        message: '000443ee14578172be22',
        recipient: 'recipient@example.com',
      },
      {
        event: 'click',
        time: '2017-04-26T21:37:32.000Z',
        delivery: '30494147183576458',
        eventId: '66567147053128920',
        message: '0001441ead58afdeb21d',
        recipient: 'developers@sparkpost.com',
      },
      {
        event: 'open',
        time: '2017-04-26T21:37:17.000Z',
        delivery: '30494147183576458',
        eventId: '102595298859691163',
        message: '0001441ead58afdeb21d',
        recipient: 'developers@sparkpost.com',
      },
      {
        event: 'open',
        time: '2017-04-26T21:37:17.000Z',
        delivery: '84537445295705713',
        eventId: '120608178786328010',
        message: '00042a25ad58fc0145e1',
        recipient: 'sales@sparkpost.com',
      },
    ]);
  });

  it('read as they are meant: the older message events API, whose times have no seconds', async () => {
    const events = await eventsOfFiles([publishedFile('sparkpost/docs-2016.message-events.02.json')]);
    expect(events.map(({ event, time }) => [event, time])).toEqual([
      ['bounce', '2014-07-20T08:01:00.000Z'],
      ['delivered', '2014-07-20T08:01:00.000Z'],
      ['sent', '2014-07-20T08:01:00.000Z'],
      ['complaint', '2014-07-20T08:01:00.000Z'],
      ['bounce', '2015-03-30T17:33:42.000Z'],
      ['error', '2014-07-20T08:01:00.000Z'],
      ['delay', '2014-07-20T08:01:00.000Z'],
      ['click', '2014-07-20T08:01:00.000Z'],
      ['open', '2014-07-20T08:01:00.000Z'],
      ['error', '2014-07-20T08:01:00.000Z'],
      ['error', '2014-07-20T08:01:00.000Z'],
      ['unsubscribe', '2014-07-20T08:01:00.000Z'],
      ['unsubscribe', '2014-07-20T08:01:00.000Z'],
    ]);
    expect(await eventsOfFiles([publishedFile('sparkpost/docs-2016.message-events.01.json')])).toMatchObject([
      { event: 'bounce', time: '2015-03-30T17:33:42.000Z', category: 'ignored' },
    ]);
  });
});

describe('a SparkPost event', () => {
  it.each([
    ['message_event', 'injection', 'sent'],
    ['message_event', 'out_of_band', 'bounce'],
    ['track_event', 'initial_open', 'ignored'],
    ['track_event', 'amp_open', 'open'],
    ['track_event', 'amp_initial_open', 'ignored'],
    ['track_event', 'amp_click', 'click'],
    ['gen_event', 'generation_failure', 'error'],
    ['unsubscribe_event', 'list_unsubscribe', 'unsubscribe'],
    ['relay_event', 'relay_delivery', 'ignored'],
    ['ab_test_event', 'ab_test_completed', 'ignored'],
    ['ab_test_event', 'ab_test_cancelled', 'ignored'],
    ['ingest_event', 'success', 'ignored'],
    ['ingest_event', 'error', 'ignored'],
    ['message_event', 'of_a_new_kind', null],
  ])('of class %s and type %s is %s', async (className, type, event) => {
    expect(await eventsOf([webhook(className, row(type))])).toMatchObject([{ event }]);
  });

  it.each(['policy_rejection', 'generation_rejection'])(
    '%s leaves out who is on the suppression list',
    async (type) => {
      const reason = '554 5.7.1 recipient address suppressed due to customer policy';
      expect(await eventsOf([row(type, { reason, error_code: '554', bounce_class: '25' })])).toMatchObject([
        { event: 'excluded', reason, code: '554' },
      ]);
    },
  );

  it('reads the same from a table', async () => {
    const header = 'type,timestamp,customer_id,event_id,message_id,rcpt_to,bounce_class\n';
    const table = `${header}bounce,1496154610,1521,e1,m1,ada@example.com,10\n`;
    expect(await eventsOf([table])).toEqual([
      {
        event: 'bounce',
        time: '2017-05-30T14:30:10.000Z',
        eventId: 'e1',
        message: 'm1',
        recipient: 'ada@example.com',
        category: 'hard',
      },
    ]);
  });
});

describe('a SparkPost bounce', () => {
  it.each([
    ['1', 'ignored'],
    ['10', 'hard'],
    ['20', 'soft'],
    ['21', 'soft'],
    ['22', 'soft'],
    ['23', 'soft'],
    ['24', 'soft'],
    ['25', 'ignored'],
    ['26', 'ignored'],
    ['30', 'hard'],
    ['40', 'soft'],
    ['50', 'soft'],
    ['51', 'soft'],
    ['52', 'soft'],
    ['53', 'soft'],
    ['54', 'soft'],
    ['60', 'ignored'],
    ['70', 'soft'],
    ['80', 'ignored'],
    ['90', 'hard'],
    ['100', 'ignored'],
  ])('of class %s is %s, whatever the reply', async (bounceClass, category) => {
    const other = category === 'hard' ? '450 4.2.1 later' : '550 5.1.1 never';
    const bounces = [
      row('bounce', { bounce_class: bounceClass, reason: other }),
      row('out_of_band', { bounce_class: Number(bounceClass), reason: other }),
    ];
    expect(await eventsOf(bounces)).toMatchObject([{ category }, { category }]);
  });

  it.each([
    [{ bounce_class: '99', error_code: '550' }, 'hard'],
    [{ error_code: '452', reason: '452 4.2.2 Mailbox full' }, 'soft'],
    [{ reason: 'no reply at all' }, 'ignored'],
  ])('of no known class is told by its reply: %j', async (more, category) => {
    expect(await eventsOf([row('bounce', more)])).toMatchObject([{ event: 'bounce', category }]);
  });
});

describe('a SparkPost dump', () => {
  it('counts an event that came in two batches once', async () => {
    const batch = ['injection', 'delivery', 'open'].map((type) => webhook('message_event', row(type)));
    const { totals, audit } = await reportOf([JSON.stringify(batch), JSON.stringify(batch)]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, opens: 1 });
    expect(audit).toMatchObject({ read: 6, duplicates: 3 });
  });

  it('tells clicks apart that have no event id', async () => {
    const click = (url: string): object => row('click', { event_id: undefined, target_link_url: url });
    const { totals } = await reportOf([
      click('https://example.com/a'),
      click('https://example.com/b'),
      click('https://example.com/b'),
    ]);
    expect(totals.clicks).toBe(2);
  });

  it('counts a message as sent that was delivered or bounced where injections are not posted', async () => {
    const { totals } = await reportOf([
      row('delivery'),
      row('bounce', { message_id: 'm2', event_id: 'other', bounce_class: '10' }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1 });
  });

  it('tells opens apart that a privacy proxy made ahead of its reader', async () => {
    const { totals } = await reportOf([
      webhook('track_event', row('open', { user_agent_parsed: { is_proxy: true, is_prefetched: true } })),
      webhook(
        'track_event',
        row('open', { event_id: 'open-2', user_agent_parsed: { is_prefetched: false } }),
      ),
    ]);
    expect(totals).toMatchObject({ opens: 1, machineOpens: 1 });
  });

  it('goes by campaign, else by transmission', async () => {
    expect(
      await eventsOf([
        row('delivery'),
        row('delivery', { campaign_id: '' }),
        row('delivery', { campaign_id: null }),
      ]),
    ).toMatchObject([
      { delivery: 'sale' },
      { delivery: '102618457580291306' },
      { delivery: '102618457580291306' },
    ]);
  });
});

describe('what SparkPost tells of links, programs, variants and blocks', () => {
  it('is read from a published page of the Events API', async () => {
    const [told] = await toldByFiles([publishedFile('sparkpost/events-api.search-response.json')]);
    expect(told).toEqual({
      url: 'http://example.com',
      label: 'Example Link Name',
      agent: expect.stringMatching(/Chrome\/41/),
    });
  });

  it('names the version of an A/B test, else metadata of the recipient that is called variant', async () => {
    expect(
      await toldBy([
        row('delivery', { ab_test_id: 't', ab_test_version: '2', rcpt_meta: { variant: 'B' } }),
        row('delivery', { ab_test_version: '', rcpt_meta: { variant: 'B' } }),
        row('delivery', { rcpt_meta: {} }),
      ]),
    ).toEqual([{ variant: '2' }, { variant: 'B' }, {}]);
  });

  it.each([
    ['50', 'reputation'],
    ['51', 'reputation'],
    ['52', 'content'],
    ['53', 'policy'],
    ['54', 'policy'],
    ['10', undefined],
  ])('takes the bounce class %s for a block because of %s', async (bounce_class, block) => {
    expect(await toldBy([row('bounce', { bounce_class })])).toEqual([block === undefined ? {} : { block }]);
  });
});
