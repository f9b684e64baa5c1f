import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, publishedFile } from '../../support/events-of.ts';
import { reportOf } from '../../support/report-of.ts';
import { toldBy, toldByFiles } from '../../support/told-by.ts';

const about = {
  time: '2017-12-15T00:59:29.000Z',
  delivery: 'cat facts',
  message: '14c5d75ce93 alex@example.com',
  recipient: 'alex@example.com',
};

const row = (event: string, more: object = {}): object => ({
  email: 'ada@example.com',
  timestamp: 1513299569,
  event,
  sg_event_id: `${event}-1`,
  sg_message_id: 'm1.recvd-1.0',
  ...more,
});

describe('the payloads that SendGrid publishes', () => {
  it.each([
    ['processed', [{ event: 'sent', ...about, eventId: 'rbtnWrG1DVDGGGFHFyun0A==' }]],
    ['delivered', [{ event: 'delivered', ...about, eventId: 'rWVYmVk90MjZJ9iohOBa3w==' }]],
    [
      'deferred',
      [{ event: 'delay', ...about, eventId: 't7LEShmowp86DTdUW8M-GQ==', reason: '400 try again later' }],
    ],
    [
      'bounce',
      [
        {
          event: 'bounce',
          ...about,
          eventId: '6g4ZI7SA-xmRDv57GoPIPw==',
          category: 'hard',
          reason: '500 unknown recipient',
          code: '5.0.0',
        },
      ],
    ],
    [
      'blocked',
      [
        {
          event: 'bounce',
          ...about,
          eventId: '6g4ZI7SA-xmRDv57GoPIPw==',
          category: 'soft',
          reason: '500 unknown recipient',
          code: '5.0.0',
        },
      ],
    ],
    [
      'dropped',
      [
        {
          event: 'excluded',
          ...about,
          eventId: 'zmzJhfJgAfUSOW80yEbPyw==',
          reason: 'Bounced Address',
          code: '5.0.0',
        },
      ],
    ],
    ['open', [{ event: 'open', ...about, eventId: 'FOTFFO0ecsBE-zxFXfs6WA==' }]],
    [
      'click',
      [
        {
          event: 'click',
          time: '2009-08-11T00:00:00.000Z',
          delivery: 'category1',
          eventId: 'sendgrid_internal_event_id',
          message: 'sendgrid_internal_message_id email@example.com',
          recipient: 'email@example.com',
        },
      ],
    ],
    ['group_unsubscribe', [{ event: 'unsubscribe', ...about, eventId: 'ahSCB7xYcXFb-hEaawsPRw==' }]],
    ['unsubscribe', [{ event: 'unsubscribe', ...about, eventId: 'zz_BjPgU_5pS-J8vlfB1sg==' }]],
    ['group_resubscribe', [{ event: 'ignored', ...about, eventId: 'w_u0vJhLT-OFfprar5N93g==' }]],
  ])('read as they are meant: %s', async (name, events) => {
    expect(await eventsOfFiles([publishedFile(`sendgrid/current-docs/${name}.json`)])).toEqual(events);
  });

  it('read as they are meant without a category: spamreport and account_status_change', async () => {
    const files = ['spamreport', 'account_status_change'].map((name) =>
      publishedFile(`sendgrid/current-docs/${name}.json`),
    );
    expect(await eventsOfFiles(files)).toEqual([
      {
        event: 'complaint',
        time: about.time,
        eventId: '37nvH5QBz858KGVYCM4uOA==',
        message: about.message,
        recipient: about.recipient,
      },
      {
        event: 'ignored',
        time: '2024-02-28T17:47:08.000Z',
        eventId: 'MjEzNTg5OTcyOC10ZXJtaW5hdGUtMTcwNzg1MTUzMQ',
      },
    ]);
  });

  it('name the campaign that sent them', async () => {
    const files = ['22.example-event-from-a-single-send', '24.example-event-from-an-a-b-test'].map((name) =>
      publishedFile(`sendgrid/${name}.json`),
    );
    expect(await eventsOfFiles(files)).toMatchObject([
      { delivery: 'sendgrid_singlesend_id', label: 'Example Single Send' },
      { delivery: '23314', label: 'unique args ab' },
    ]);
  });

  it('are recognised where they are older than the ids', async () => {
    expect(
      await eventsOfFiles([publishedFile('sendgrid/26.legacy-marketing-email-unsubscribes.json')]),
    ).toMatchObject([{ event: 'unsubscribe', recipient: 'nick@sendgrid.com', delivery: 'Tests' }]);
  });
});

describe('a SendGrid category', () => {
  it.each([
    ['sale', 'sale'],
    [['sale', 'winter'], 'sale'],
    ['[VIP] sale', '[VIP] sale'],
    [[], undefined],
  ])('%j is the delivery %s', async (category, delivery) => {
    const [event] = await eventsOf([row('open', { category })]);
    expect(event?.delivery).toBe(delivery);
  });
});

describe('a SendGrid bounce', () => {
  it.each([
    [{ type: 'bounce', status: '5.1.1' }, 'hard'],
    [{ type: 'bounce', status: '4.2.2' }, 'soft'],
    [{ type: 'blocked', status: '5.7.1' }, 'soft'],
    [{ status: '', reason: '452 4.2.2 Mailbox full' }, 'soft'],
    [{ type: 'bounce', reason: 'who knows' }, 'ignored'],
  ])('with %j is %s', async (more, category) => {
    expect(await eventsOf([row('bounce', more)])).toMatchObject([{ event: 'bounce', category }]);
  });
});

describe('a SendGrid dump', () => {
  it('counts an event that was posted twice once', async () => {
    const { totals, audit } = await reportOf([
      row('processed'),
      row('processed'),
      row('delivered'),
      row('open'),
    ]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, opens: 1 });
    expect(audit).toMatchObject({ read: 4, duplicates: 1 });
  });

  it('parts people who got the same send', async () => {
    const { totals } = await reportOf([
      row('delivered'),
      row('delivered', { email: 'ben@example.com', sg_event_id: 'other', sg_message_id: 'm1.recvd-1.1' }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 2 });
  });

  it('tells machine opens apart', async () => {
    const { totals } = await reportOf([row('open', { sg_machine_open: true })]);
    expect(totals).toMatchObject({ opens: 0, machineOpens: 1 });
  });
});

describe('what SendGrid tells of links, programs, variants and blocks', () => {
  it('is read from the published click and A/B test', async () => {
    const [click] = await toldByFiles([publishedFile('sendgrid/current-docs/click.json')]);
    expect(click).toEqual({
      url: 'http://example.com/blog/news.html',
      agent: expect.stringMatching(/^Mozilla\/5\.0 \(iPhone; CPU iPhone OS 7_1_2/),
    });
    expect(await toldByFiles([publishedFile('sendgrid/24.example-event-from-an-a-b-test.json')])).toEqual([
      { variant: 'B' },
    ]);
  });

  it('names a custom argument that is called variant', async () => {
    expect(await toldBy([row('processed', { variant: 'long' })])).toEqual([{ variant: 'long' }]);
  });

  it.each([
    ['Reputation', 'reputation'],
    ['Content', 'content'],
    ['Frequency or Volume Too High', 'policy'],
    ['Invalid Address', undefined],
  ])('takes the classification %s for a block because of %s', async (bounce_classification, block) => {
    expect(await toldBy([row('bounce', { type: 'blocked', bounce_classification })])).toEqual([
      block === undefined ? {} : { block },
    ]);
  });
});
