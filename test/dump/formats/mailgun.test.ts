import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CanonicalEvent, eventsOf, eventsOfFiles, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy } from '../../support/told-by.ts';

const row = (event: string, more: object = {}): object => ({
  event,
  id: `${event}-1`,
  timestamp: 1529006854.329574,
  'log-level': 'info',
  recipient: 'ada@example.com',
  'recipient-domain': 'example.com',
  message: { headers: { 'message-id': 'm1@example.org', to: 'ada@example.com' }, size: 586 },
  flags: { 'is-test-mode': false },
  campaigns: [],
  tags: ['sale', 'winter'],
  'user-variables': {},
  ...more,
});

const webhook = (event: object): object => ({
  signature: { timestamp: '1529006854', token: 'a8ce0edb', signature: 'd2271d12' },
  'event-data': event,
});

const page = (...items: object[]): object => ({ items, paging: { next: 'https://api.mailgun.net/next' } });

/** A published sample that is no JSON for a comma too many at its end, or for what else is replaced here. */
function mended(name: string, replacements: Record<string, string> = {}): string {
  let text = readFileSync(publishedFile(`mailgun/${name}.json`), 'utf8').replace(/,\s*(}?)\s*$/, '$1');
  for (const [from, to] of Object.entries(replacements)) text = text.replaceAll(from, to);
  return JSON.stringify(JSON.parse(text));
}

describe('the events that Mailgun publishes', () => {
  const team = '20180622182958.1.48906CB188F1A454@exmple.org';

  it.each<[string, CanonicalEvent]>([
    [
      'events-api.01.accepted',
      {
        event: 'sent',
        time: '2018-06-22T18:29:58.641Z',
        eventId: 'jxVuhYlhReaK3QsggHfFRA 1529692198',
        message: `${team} team@example.org`,
        recipient: 'team@example.org',
      },
    ],
    [
      'events-api.02.accepted-routed',
      {
        event: 'sent',
        time: '2018-06-22T18:29:58.719Z',
        eventId: 'cWgTfzV6QQiXY4PqhlLClw 1529692198',
        message: `${team} john@example.com`,
        recipient: 'john@example.com',
      },
    ],
    [
      'events-api.03.delivered',
      {
        event: 'delivered',
        time: '2018-06-22T18:29:59.626Z',
        eventId: 'hK7mQVt1QtqRiOfQXta4sw 1529692199',
        message: `${team} john@example.com`,
        recipient: 'john@example.com',
      },
    ],
    [
      'events-api.04.failed-permanent',
      {
        event: 'excluded',
        time: '2018-06-22T21:12:49.818Z',
        eventId: 'pl271FzxTTmGRW8Uj3dUWw 1529701969',
        message: '20180622211249.1.2A6098970A380E12@example.org slava@mailgun.com',
        recipient: 'slava@mailgun.com',
        reason: 'Not delivering to previously bounced address',
        code: '605',
      },
    ],
    [
      'events-api.06.failed-temporary',
      {
        event: 'delay',
        time: '2022-10-06T14:28:43.871Z',
        eventId: 'xYrATi63Rke8EC_s7EoJeA 1665066523',
        message: '20221006142837.1618e01bf42da9fa@test.com test@test.com',
        recipient: 'test@test.com',
        reason: '4.7.652 The mail server [xxx.xxx.xxx.xxx] has exceeded the maximum number of connections.',
        code: '451 4.7.652',
      },
    ],
    [
      'events-api.11.stored',
      {
        event: 'ignored',
        time: '2018-06-22T18:29:58.691Z',
        eventId: 'WRVmVc47QYi4DHth_xpRUA 1529692198',
        message: team,
      },
    ],
    [
      'events-api.13.list-member-uploaded',
      { event: 'ignored', time: '2019-04-16T18:26:38.849Z', eventId: '2342sd234asDSDsdfsd 1555439198' },
    ],
    [
      'events-api.15.list-uploaded',
      { event: 'ignored', time: '2019-04-16T18:47:01.099Z', eventId: 'Kr9ZsE8ATfqhNHYmRKlrHg 1555440421' },
    ],
    [
      'events-api.16.examples',
      {
        event: 'sent',
        time: '2013-08-12T16:43:00.160Z',
        eventId: 'czsjqFATSlC3QtAK-C80nw 1376325780',
        message: '20130812164300.28108.52546@samples.mailgun.org baz@example.com',
        recipient: 'baz@example.com',
      },
    ],
    [
      'events-api.17.examples',
      {
        event: 'delay',
        time: '2013-08-13T23:11:11.107Z',
        eventId: 'czsjqFATSlC3QtAK-C80nw 1376435471',
        message: '20130813230036.10303.40433@samples.mailgun.org bar@example.com',
        recipient: 'bar@example.com',
        reason: 'No MX for [example.com]',
        code: '498',
      },
    ],
    [
      'webhook.01.events-api',
      {
        event: 'sent',
        time: '2013-08-12T16:43:00.160Z',
        message: '20130812164300.28108.52546@samples.mailgun.org user@example.com',
        recipient: 'user@example.com',
      },
    ],
  ])('read as they are meant: %s', async (name, event) => {
    expect(await eventsOfFiles([publishedFile(`mailgun/${name}.json`)])).toEqual([event]);
  });

  it('read as they are meant once their JSON is mended', async () => {
    const events = await eventsOf([
      mended('events-api.05.failed-permanent-delayed-bounce'),
      mended('events-api.07.opened'),
      mended('events-api.08.clicked'),
      mended('events-api.09.unsubscribed'),
      mended('events-api.10.complained'),
      mended('events-api.12.rejected', { '"rejected"': '"rejected",' }),
      mended('events-api.14.list-member-upload-error'),
      mended('webhook.03.open-and-click-bot-detection'),
    ]);
    expect(events).toEqual([
      {
        event: 'bounce',
        time: '2022-10-19T21:15:38.404Z',
        eventId: 'ZDMqRgjLTDi6rQcy7K60aA 1666214138',
        message: '20221019211537.93011d31ea99c5a8@test.com christest123@test.com',
        recipient: 'christest123@test.com',
        category: 'hard',
        reason: '550-5.1.1 The email account that you tried to reach does not exist.',
        code: '550 5.1.1',
      },
      {
        event: 'open',
        time: '2013-08-21T01:09:03.042Z',
        eventId: '-laxIqj9QWubsjY_3pTq_g 1377047343',
        message: '20130821005614.19826.35976@samples.mailgun.org recipient@example.com',
        recipient: 'recipient@example.com',
      },
      {
        event: 'click',
        time: '2013-08-21T08:59:24.094Z',
        eventId: 'G5zMz2ysS6OxZ2C8xb2Tqg 1377075564',
        message: '20130821085807.30688.67706@samples.mailgun.org recipient@example.com',
        recipient: 'recipient@example.com',
      },
      {
        event: 'unsubscribe',
        time: '2013-08-22T23:23:11.421Z',
        eventId: 'W3X4JOhFT-OZidZGKKr9iA 1377213791',
        message: '20130822232216.13966.79700@samples.mailgun.org recipient@example.com',
        recipient: 'recipient@example.com',
      },
      {
        event: 'complaint',
        time: '2013-08-22T23:31:00.049Z',
        eventId: 'ncV2XwymRUKbPek_MIM-Gw 1377214260',
        message: '20130718032413.263EE2E0926@example.com foo@example.com',
        recipient: 'foo@example.com',
      },
      {
        event: 'error',
        time: '2018-06-22T22:02:56.104Z',
        eventId: 'OMTXD3-sSmKIQa1gSKkYVA 1529704976',
        message: '20180622220256.1.B31A451A2E5422BB@sandbox55887fac92de874df5ae0023b75fd62f1d.mailgun.org',
        reason:
          'Sandbox subdomains are for test purposes only. Please add your own domain or add the address to authorized recipients in Account Settings.',
      },
      { event: 'ignored', time: '2019-04-16T18:46:44.488Z', eventId: 'Kr9ZsE8ATfqhNHYmRKlrHg 1555440404' },
      { event: 'open', time: '2022-05-18T14:17:15.279Z', recipient: 'bot@apple.com', machine: true },
    ]);
  });

  it('read as they are meant in a webhook, in whose sample most of the event is left out', async () => {
    const sample = mended('webhook.02.payload', {
      '“': '"',
      '”': '"',
      '}\n  "event-data"': '},\n  "event-data"',
      '// ...': '"log-level": "info", "recipient": "ada@example.com"',
    });
    expect(await eventsOf([sample])).toEqual([
      {
        event: 'open',
        time: '2018-06-14T20:07:34.329Z',
        eventId: 'DACSsAdVSeGpLid7TN03WA 1529006854',
        recipient: 'ada@example.com',
      },
    ]);
  });
});

describe('a Mailgun event', () => {
  it.each([
    ['accepted', 'sent'],
    ['delivered', 'delivered'],
    ['failed', 'bounce'],
    ['rejected', 'error'],
    ['opened', 'open'],
    ['clicked', 'click'],
    ['unsubscribed', 'unsubscribe'],
    ['complained', 'complaint'],
    ['stored', 'ignored'],
    ['list_member_uploaded', 'ignored'],
    ['list_member_upload_error', 'ignored'],
    ['list_uploaded', 'ignored'],
    ['of_a_new_kind', null],
  ])('%s is %s, bare, in a webhook and in a page alike', async (name, event) => {
    const same = await eventsOf([row(name), webhook(row(name)), page(row(name))]);
    expect(same.map((one) => one.event)).toEqual([event, event, event]);
  });

  it('reads the same in a list of webhooks and of pages, whose last is empty', async () => {
    const list = [webhook(row('delivered')), page(row('opened'), row('clicked')), page()];
    expect(await eventsOf([JSON.stringify(list)])).toMatchObject([
      { event: 'delivered', recipient: 'ada@example.com' },
      { event: 'open', recipient: 'ada@example.com' },
      { event: 'click', recipient: 'ada@example.com' },
    ]);
  });

  it('reads the same from a table', async () => {
    const header = 'event,id,timestamp,log-level,recipient,severity,delivery-status,tags\n';
    const cells = 'failed,f1,1529006854.329574,error,ada@example.com,permanent';
    const table = `${header}${cells},"{""code"":550,""message"":""No such user""}","[""sale""]"\n`;
    expect(await eventsOf([table])).toEqual([
      {
        event: 'bounce',
        time: '2018-06-14T20:07:34.329Z',
        delivery: 'sale',
        eventId: 'f1 1529006854',
        recipient: 'ada@example.com',
        category: 'hard',
        reason: 'No such user',
        code: '550',
      },
    ]);
  });

  it('is of a test where the message was sent in test mode', async () => {
    expect(await eventsOf([row('accepted', { flags: { 'is-test-mode': true } })])).toMatchObject([
      { event: 'sent', test: true },
    ]);
  });

  it('goes by its campaign, else by its first tag', async () => {
    const campaigns = [{ id: 'c1', name: 'Winter sale' }];
    const events = await eventsOf([row('opened', { campaigns }), row('opened'), row('opened', { tags: [] })]);
    expect(events.map(({ delivery, label }) => [delivery, label])).toEqual([
      ['c1', 'Winter sale'],
      ['sale', undefined],
      [undefined, undefined],
    ]);
  });
});

describe('a Mailgun failure', () => {
  it.each(['suppress-bounce', 'suppress-unsubscribe', 'suppress-complaint'])(
    'with the reason %s was never tried',
    async (reason) => {
      const description = 'Not delivering to previously unsubscribed address';
      const status = { code: 606, message: '', description };
      const failed = row('failed', { severity: 'permanent', reason, 'delivery-status': status });
      const [event] = await eventsOf([failed]);
      expect(event).toMatchObject({ event: 'excluded', reason: description, code: '606' });
      expect(event?.category).toBeUndefined();
    },
  );

  it.each(['generic', 'espblock', 'bounce', 'old'])(
    'that is temporary is a delay, with the reason %s too',
    async (reason) => {
      expect(await eventsOf([row('failed', { severity: 'temporary', reason })])).toMatchObject([
        { event: 'delay' },
      ]);
    },
  );

  it.each([
    ['bounce', '450 4.2.1 later', 'hard'],
    ['generic', '450 4.2.1 later', 'hard'],
    ['of-a-new-kind', '450 4.2.1 later', 'hard'],
    ['old', '550 5.1.1 never', 'soft'],
    ['espblock', '550 5.7.1 never', 'soft'],
  ])('that is permanent with the reason %s and the answer %s is %s', async (reason, message, category) => {
    const failed = row('failed', { severity: 'permanent', reason, 'delivery-status': { message } });
    expect(await eventsOf([failed])).toMatchObject([{ event: 'bounce', category, reason: message }]);
  });

  it.each([
    [{ code: 550 }, 'hard'],
    [{ code: 452, message: 'Mailbox full' }, 'soft'],
    [{ code: 0, message: 'who knows' }, 'ignored'],
  ])('of unknown severity is told by the answer: %j', async (status, category) => {
    expect(await eventsOf([row('failed', { 'delivery-status': status })])).toMatchObject([
      { event: 'bounce', category },
    ]);
  });

  it('says why in the first words that there are', async () => {
    const failed = (status: object): object =>
      row('failed', { severity: 'permanent', reason: 'generic', 'delivery-status': status });
    const events = await eventsOf([
      failed({ code: 550, message: 'smtp; 550 No such user', description: 'long' }),
      failed({ code: 0, message: '', description: 'Too old' }),
      failed({ code: 0, message: '', description: '' }),
      row('rejected', { reject: { reason: '', description: 'Infected' } }),
    ]);
    expect(events.map(({ reason, code }) => [reason, code])).toEqual([
      ['550 No such user', '550'],
      ['Too old', undefined],
      ['generic', undefined],
      ['Infected', undefined],
    ]);
  });
});

describe('a Mailgun dump', () => {
  it('counts an event once that both a webhook and the API told of', async () => {
    const events = ['accepted', 'delivered', 'opened'].map((name) => row(name));
    const { totals, audit } = await reportOf([...events.map(webhook), page(...events)]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, opens: 1 });
    expect(audit).toMatchObject({ read: 6, duplicates: 3 });
  });

  it('knows that an event id may come again another day', async () => {
    const { totals } = await reportOf([
      row('opened', { id: 'same' }),
      row('opened', { id: 'same', timestamp: 1529106854.329574 }),
    ]);
    expect(totals.opens).toBe(2);
  });

  it('tells clicks apart that have no event id', async () => {
    const click = (url: string): object => row('clicked', { id: undefined, url });
    const { totals } = await reportOf([
      click('https://a.example'),
      click('https://b.example'),
      click('https://b.example'),
    ]);
    expect(totals.clicks).toBe(2);
  });

  it('parts people who got the same message', async () => {
    const { totals } = await reportOf([
      row('accepted'),
      row('accepted', { id: 'other', recipient: 'ben@example.com' }),
      row('delivered'),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, pending: 1 });
  });

  it('counts a message as sent that was delivered or bounced where accepted ones are not posted', async () => {
    const { totals } = await reportOf([
      row('delivered'),
      row('failed', { recipient: 'ben@example.com', severity: 'permanent', reason: 'bounce' }),
      row('failed', {
        id: 'other',
        recipient: 'eve@example.com',
        severity: 'permanent',
        reason: 'suppress-bounce',
      }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1, excluded: 1 });
  });

  it('tells the opens and clicks of machines apart', async () => {
    const by = (event: string, bot: string): object =>
      row(event, { id: `${event} ${bot}`, 'client-info': { bot } });
    const { totals } = await reportOf([
      by('opened', ''),
      by('opened', 'apple'),
      by('opened', 'gmail'),
      by('clicked', ''),
      by('clicked', 'generic'),
    ]);
    expect(totals).toMatchObject({ opens: 1, machineOpens: 2, clicks: 1, machineClicks: 1 });
  });
});

describe('what Mailgun tells of links, programs, variants and blocks', () => {
  it('is read from the published clicks', async () => {
    const [told] = await toldBy([mended('events-api.08.clicked')]);
    expect(told).toEqual({
      url: 'http://example.com/signup',
      agent: expect.stringMatching(/^Mozilla\/5\.0 \(X11; Linux i686\) .* Chromium\/28/),
    });
  });

  it('names a variable of the sender that is called variant, and a receiver that blocks the sender', async () => {
    expect(
      await toldBy([
        row('delivered', { 'user-variables': { variant: 'B', other: 1 } }),
        row('failed', { severity: 'permanent', reason: 'espblock' }),
        row('failed', { severity: 'permanent', reason: 'bounce' }),
      ]),
    ).toEqual([{ variant: 'B' }, { block: 'reputation' }, {}]);
  });
});
