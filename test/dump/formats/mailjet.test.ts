import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy, toldByFiles } from '../../support/told-by.ts';

const row = (event: string, more: object = {}): object => ({
  event,
  time: 1433333949,
  MessageID: 19421777835146490,
  email: 'ada@example.com',
  mj_campaign_id: 7257,
  mj_contact_id: 4,
  customcampaign: '',
  CustomID: '',
  Payload: '',
  ...more,
});

const bounce = {
  time: '2015-05-05T07:49:55.000Z',
  message: '13792286917004336 bounce@mailjet.com',
  recipient: 'bounce@mailjet.com',
};

describe('the payloads that Mailjet publishes', () => {
  it.each([
    [
      '02.sample-sent-event',
      {
        event: 'delivered',
        time: '2015-06-03T12:19:09.000Z',
        delivery: '7257',
        message: '19421777835146490 api@mailjet.com',
        recipient: 'api@mailjet.com',
      },
    ],
    [
      '03.sample-open-event',
      {
        event: 'open',
        time: '2015-05-31T20:18:39.000Z',
        delivery: '7173',
        message: '19421777396190490 api@mailjet.com',
        recipient: 'api@mailjet.com',
      },
    ],
    [
      '04.sample-click-event',
      {
        event: 'click',
        time: '2015-06-03T12:30:53.000Z',
        delivery: '7272',
        message: '19421777836302490 api@mailjet.com',
        recipient: 'api@mailjet.com',
      },
    ],
    ['06.sample-blocked-event', { event: 'excluded', ...bounce, reason: 'user unknown', code: 'recipient' }],
    ['07.sample-spam-event', { event: 'complaint', ...bounce }],
    [
      '08.sample-unsub-event',
      {
        event: 'unsubscribe',
        time: '2015-06-03T12:35:41.000Z',
        delivery: '7276',
        message: '20547674933128000 api@mailjet.com',
        recipient: 'api@mailjet.com',
      },
    ],
  ])('read as they are meant: %s', async (name, event) => {
    expect(await eventsOfFiles([publishedFile(`mailjet/${name}.json`)])).toEqual([event]);
  });

  it('read as they are meant: a bounce, with the comma that the published one lacks', async () => {
    const published = `{"event": "bounce", "time": 1430812195, "MessageID": 13792286917004336,
      "Message_GUID": "1ab23cd4-e567-8901-2345-6789f0gh1i2j", "email": "bounce@mailjet.com", "mj_campaign_id": 0,
      "mj_contact_id": 0, "customcampaign": "", "CustomID": "helloworld", "Payload": "", "blocked": false,
      "hard_bounce": true, "error_related_to": "recipient", "error": "user unknown", "comment": "Host or domain name
      not found. Name service error for name=lbjsnrftlsiuvbsren.com type=A: Host not found"}`;
    expect(await eventsOf([published.replaceAll(/\s*\n\s*/g, ' ')])).toEqual([
      {
        event: 'bounce',
        ...bounce,
        category: 'hard',
        reason:
          'user unknown: Host or domain name not found. Name service error for name=lbjsnrftlsiuvbsren.com type=A: Host not found',
        code: 'recipient',
      },
    ]);
  });

  it('read as they are meant in the array of grouped events', async () => {
    const file = publishedFile('mailjet/01.json-sample-delivered-to-the-webhook-url.json');
    expect(await eventsOfFiles([file])).toMatchObject([
      { event: 'delivered', message: '19421777835146490 api@mailjet.com' },
      { event: 'delivered', message: '19421777835146491 api@mailjet.com' },
    ]);
  });

  it('are recognised where they are older than `MessageID`', async () => {
    const older = {
      customcampaign: 'test',
      email: 'api@mailjet.com',
      event: 'sent',
      mj_campaign_id: 483,
      mj_contact_id: 4,
      mj_message_id: '18858825588804172',
      smtp_reply: 'sent (250 2.0.0 OK 1424873937 fn1si2587485pab.205 - gsmtp)',
      time: 1424873938,
    };
    expect(await eventsOf([[older]])).toEqual([
      {
        event: 'delivered',
        time: '2015-02-25T14:18:58.000Z',
        delivery: '483',
        label: 'test',
        message: '18858825588804172 api@mailjet.com',
        recipient: 'api@mailjet.com',
      },
    ]);
  });
});

describe('a Mailjet bounce', () => {
  it.each([
    [{ hard_bounce: true, comment: '452 4.2.2 over quota' }, 'hard'],
    [{ hard_bounce: 'True' }, 'hard'],
    [{ hard_bounce: false, error: 'user unknown', comment: '550 5.1.1 user unknown' }, 'soft'],
    [{ comment: '550 5.1.1 user unknown' }, 'hard'],
    [{ error: 'greylisted', comment: '450 4.7.1 try again' }, 'soft'],
    [{ error: 'system issue' }, 'ignored'],
  ])('with %j is %s', async (more, category) => {
    expect(await eventsOf([row('bounce', more)])).toMatchObject([{ event: 'bounce', category }]);
  });
});

describe('a Mailjet dump', () => {
  it('counts as sent what was delivered or bounced, but not what Mailjet blocked', async () => {
    const { totals } = await reportOf([
      row('sent'),
      row('bounce', { email: 'ben@example.com', hard_bounce: false, error: 'quota exceeded' }),
      row('blocked', { email: 'cleo@example.com', error_related_to: 'mailjet', error: 'preblocked' }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1, excluded: 1 });
  });

  it('counts an event that was posted twice once, but clicks of two links twice', async () => {
    const { totals, audit } = await reportOf([
      row('sent'),
      row('sent'),
      row('click', { url: 'https://example.com/a' }),
      row('click', { url: 'https://example.com/b' }),
    ]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, clicks: 2 });
    expect(audit).toMatchObject({ read: 4, duplicates: 1 });
  });

  it('parts people whose message ids were rounded to the same number', async () => {
    const { totals } = await reportOf([row('sent'), row('sent', { email: 'ben@example.com' })]);
    expect(totals).toMatchObject({ sent: 2, delivered: 2 });
  });

  it('groups messages by their campaign, else by its own name', async () => {
    expect(
      await eventsOf([
        row('open', { customcampaign: 'Winter sale' }),
        row('open', { mj_campaign_id: 0, customcampaign: 'Winter sale' }),
        row('open', { mj_campaign_id: 0 }),
      ]),
    ).toMatchObject([
      { delivery: '7257', label: 'Winter sale' },
      { delivery: 'Winter sale', label: 'Winter sale' },
      { event: 'open' },
    ]);
  });

  it('rejects an event that it does not know', async () => {
    expect(await eventsOf([row('sent'), row('teleported')])).toMatchObject([
      { event: 'delivered' },
      { event: null },
    ]);
  });
});

describe('what Mailjet tells of links, programs and blocks', () => {
  it('is read from the published open and click', async () => {
    expect(await toldByFiles([publishedFile('mailjet/03.sample-open-event.json')])).toEqual([
      { agent: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0' },
    ]);
    expect(await toldByFiles([publishedFile('mailjet/04.sample-click-event.json')])).toEqual([
      {
        url: 'https://mailjet.com',
        agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_10_0) AppleWebKit/537.36',
      },
    ]);
  });

  it.each([
    ['sender blocked', 'reputation'],
    ['content blocked', 'content'],
    ['policy issue', 'policy'],
    ['relay/access denied', 'policy'],
    ['user unknown', undefined],
  ])('takes the error %s for a block because of %s', async (error, block) => {
    expect(await toldBy([row('bounce', { error }), row('blocked', { error })])).toEqual([
      block === undefined ? {} : { block },
      {},
    ]);
  });
});
