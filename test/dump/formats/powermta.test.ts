import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventsOf, eventsOfFiles, publishedFile } from '../../support/events-of.ts';
import { computeFiles } from '../../support/report-of.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';
import { toldByFiles } from '../../support/told-by.ts';

/** The columns that PowerMTA writes unless it is told otherwise. */
const header = readFileSync(publishedFile('powermta/default-header.23-columns.csv'), 'utf8').trim();

const row = (type: string, cells: Readonly<Record<string, string>> = {}): string => {
  const values: Readonly<Record<string, string>> = {
    type,
    timeLogged: '2010-03-09 10:09:41-0500',
    timeQueued: '2010-03-09 10:09:40-0500',
    orig: 'news@example.net',
    rcpt: 'ada@example.com',
    jobId: 'sale',
    ...cells,
  };
  return header
    .split(',')
    .map((column) => `"${(values[column] ?? '').replaceAll('"', '""')}"`)
    .join(',');
};

const csv = (lines: readonly string[], head = header): string =>
  temporaryFile('acct.csv', `${[head, ...lines].join('\n')}\n`);

const about = {
  time: '2010-03-09T15:09:41.000Z',
  delivery: 'sale',
  recipient: 'ada@example.com',
};

describe('the accounting files that PowerMTA and its users publish', () => {
  it('read as they are meant: deliveries and bounces of the user guide', async () => {
    expect(await eventsOfFiles([publishedFile('powermta/vendor-userguide.d-and-b.csv')])).toEqual([
      { event: 'delivered', time: '2007-05-10T14:38:23.000Z', recipient: 'user1@domain.com' },
      { event: 'delivered', time: '2007-05-10T14:38:25.000Z', recipient: 'user2@domain.com' },
      {
        event: 'bounce',
        time: '2007-05-10T14:38:35.000Z',
        recipient: 'user3@domain.com',
        category: 'soft',
        reason: 'policy-related',
      },
      {
        event: 'bounce',
        time: '2007-05-10T14:38:35.000Z',
        recipient: 'user4@domain.com',
        category: 'soft',
        reason: 'policy-related',
      },
    ]);
  });

  it('read as they are meant: bounces without `timeLogged`, at the time of their queueing', async () => {
    expect(await eventsOfFiles([publishedFile('powermta/third-party.mailwizz-readme.bounce.csv')])).toEqual([
      {
        event: 'bounce',
        time: '2016-05-28T23:10:51.000Z',
        delivery: 'vmta-mymta04',
        message: '2016-05-29 01:10:51+0200 XXX@domain.com',
        recipient: 'XXX@domain.com',
        category: 'hard',
        reason: 'bad destination system: no such domain',
        code: '5.1.2',
      },
      {
        event: 'bounce',
        time: '2016-05-28T23:10:23.000Z',
        delivery: 'vmta-mymta03',
        message: '2016-05-29 01:10:23+0200 YYY@anotherdomain.com',
        recipient: 'YYY@anotherdomain.com',
        category: 'hard',
        reason: 'bad destination mailbox address',
        code: '5.1.1',
      },
    ]);
  });

  it('are recognised without any time, though their rows are rejected', async () => {
    const file = publishedFile('powermta/third-party.tuck1s-sparkypmtatracking.example.csv');
    expect(await eventsOfFiles([file])).toMatchObject([{ event: null }, { event: null }, { event: null }]);
  });
});

describe('a PowerMTA row', () => {
  const failed = {
    dsnStatus: '5.1.1 (bad destination mailbox address)',
    dsnDiag: 'smtp;550 5.1.1 No "such" user, here',
    bounceCat: 'bad-mailbox',
  };
  const why = { reason: '550 5.1.1 No "such" user, here', code: '5.1.1' };

  it.each([
    ['d', { event: 'delivered', ...about }],
    ['delivery', { event: 'delivered', ...about }],
    ['b', { event: 'bounce', ...about, category: 'hard', ...why }],
    ['bounce', { event: 'bounce', ...about, category: 'hard', ...why }],
    ['rb', { event: 'bounce', ...about, category: 'hard', ...why }],
    ['remote-bounce', { event: 'bounce', ...about, category: 'hard', ...why }],
    ['t', { event: 'delay', ...about, ...why }],
    ['transient', { event: 'delay', ...about, ...why }],
    ['f', { event: 'complaint', ...about }],
    ['feedback-loop', { event: 'complaint', ...about }],
    ['tq', { event: 'ignored', ...about }],
    ['transient-queue', { event: 'ignored', ...about }],
    ['rs', { event: 'ignored', ...about }],
    ['remote-status', { event: 'ignored', ...about }],
    ['r', { event: 'ignored', ...about }],
    ['received', { event: 'ignored', ...about }],
    ['z', { event: null, ...about }],
  ])('of type %s becomes %j', async (type, event) => {
    expect(await eventsOfFiles([csv([row(type, failed)])])).toEqual([event]);
  });

  it.each([
    ['2010-03-09 10:09:41-0500', '2010-03-09T15:09:41.000Z'],
    ['2008-12-18 11:10:09+0000', '2008-12-18T11:10:09.000Z'],
    ['2026-01-15T14:23:11+05:30', '2026-01-15T08:53:11.000Z'],
    ['1178807903', '2007-05-10T14:38:23.000Z'],
  ])('logged at %s is of %s', async (timeLogged, time) => {
    expect(await eventsOfFiles([csv([row('d', { timeLogged })])])).toMatchObject([{ time }]);
  });

  it('may have its columns in any order, in JSON too', async () => {
    const event = { event: 'delivered', ...about };
    expect(
      await eventsOfFiles([csv(['ada@example.com,sale,1268147381,d'], 'rcpt,jobId,timeLogged,type')]),
    ).toEqual([event]);
    expect(
      await eventsOf([{ rcpt: 'ada@example.com', jobId: 'sale', timeLogged: '1268147381', type: 'd' }]),
    ).toEqual([event]);
  });

  it('that is the header again is ignored', async () => {
    expect(await eventsOfFiles([csv([row('d'), header, row('b')])])).toMatchObject([
      { event: 'delivered' },
      { event: 'ignored' },
      { event: 'bounce' },
    ]);
  });

  it.each([
    [{ jobId: 'sale', vmtaPool: 'marketing', vmta: 'vmta-07' }, 'sale'],
    [{ jobId: '', vmtaPool: 'marketing', vmta: 'vmta-07' }, 'marketing'],
    [{ jobId: '', vmta: 'vmta-07' }, 'vmta-07'],
    [{ jobId: '' }, undefined],
  ])('with %j belongs to the delivery %s', async (cells, delivery) => {
    const [event] = await eventsOfFiles([csv([row('d', cells)])]);
    expect(event?.delivery).toBe(delivery);
  });

  it.each([
    [{ envId: 'e1', jobId: 'sale' }, 'e1 ada@example.com'],
    [{ jobId: 'sale' }, undefined],
    [{ jobId: '' }, '2010-03-09 10:09:40-0500 ada@example.com'],
  ])('with %j is of the message %s', async (cells, message) => {
    const [event] = await eventsOfFiles([csv([row('d', cells)])]);
    expect(event?.message).toBe(message);
  });

  it('names its message by the header that is logged', async () => {
    const lines = ['d,1178807903,ada@example.com,<m1@example.net>'];
    expect(await eventsOfFiles([csv(lines, 'type,timeLogged,rcpt,header_message-id')])).toMatchObject([
      { message: '<m1@example.net> ada@example.com' },
    ]);
  });
});

describe('a PowerMTA bounce', () => {
  it.each([
    ['bad-mailbox', 'hard'],
    ['bad-domain', 'hard'],
    ['inactive-mailbox', 'hard'],
    ['bad-configuration', 'soft'],
    ['bad-connection', 'soft'],
    ['content-related', 'soft'],
    ['invalid-sender', 'soft'],
    ['message-expired', 'soft'],
    ['no-answer-from-host', 'soft'],
    ['policy-related', 'soft'],
    ['protocol-errors', 'soft'],
    ['quota-issues', 'soft'],
    ['relaying-issues', 'soft'],
    ['routing-errors', 'soft'],
    ['spam-related', 'soft'],
    ['virus-related', 'soft'],
  ])('of the category %s is %s, whatever its status', async (bounceCat, category) => {
    const lines = ['5.0.0', '4.0.0'].map((dsnStatus) => row('b', { bounceCat, dsnStatus }));
    expect(await eventsOfFiles([csv(lines)])).toMatchObject([{ category }, { category }]);
  });

  it.each([
    [{ bounceCat: 'other', dsnStatus: '5.0.0 (undefined status)' }, 'hard'],
    [{ bounceCat: 'other', dsnStatus: '4.0.0 (undefined status)' }, 'soft'],
    [{ bounceCat: 'our-own', dsnDiag: 'smtp;554 not here' }, 'hard'],
    [{ bounceCat: '', dsnDiag: 'x-pmta;421 gone' }, 'soft'],
    [{ bounceCat: 'other' }, 'ignored'],
  ])('of no certain category, with %j is %s', async (cells, category) => {
    expect(await eventsOfFiles([csv([row('b', cells)])])).toMatchObject([{ event: 'bounce', category }]);
  });
});

describe('a PowerMTA dump', () => {
  it('counts as sent what was delivered or bounced, and takes back a delivery that bounced from afar', async () => {
    const lines = [
      row('t', { dsnDiag: 'smtp;421 later' }),
      row('d'),
      row('d', { rcpt: 'ben@example.com' }),
      row('b', { rcpt: 'cleo@example.com', bounceCat: 'quota-issues' }),
      row('rb', { timeQueued: '', timeLogged: '2010-03-09 11:00:00-0500', bounceCat: 'bad-mailbox' }),
    ];
    const { reports } = await computeFiles([csv(lines)]);
    expect(reports).toMatchObject([{ totals: { sent: 3, delivered: 1, bounces: 2, retries: 1 } }]);
  });

  it('counts a row that is there twice once', async () => {
    const { reports } = await computeFiles([csv([row('d'), row('d')])]);
    expect(reports).toMatchObject([{ totals: { delivered: 1 }, audit: { read: 2, duplicates: 1 } }]);
  });
});

describe('what PowerMTA tells of blocks', () => {
  it.each([
    ['spam-related', 'reputation'],
    ['content-related', 'content'],
    ['virus-related', 'content'],
    ['invalid-sender', 'policy'],
    ['policy-related', 'policy'],
    ['relaying-issues', 'policy'],
    ['bad-mailbox', undefined],
  ])('takes the category %s for a block because of %s', async (bounceCat, block) => {
    expect(await toldByFiles([csv([row('b', { bounceCat })])])).toEqual([
      block === undefined ? {} : { block },
    ]);
  });
});
