import { describe, expect, it } from 'vitest';
import { reportOf } from '../support/report-of.ts';

const at = '2026-11-22T08:00:00Z';
const event = (
  event_type: string,
  number: number,
  recipient: string | null,
  fields: object = {},
): object => ({
  event_type,
  timestamp: at,
  message_id: `m${number}`,
  recipient,
  ...fields,
});

const dump = [
  ...[1, 2, 3].flatMap((number) => [
    event('sent', number, `p${number}@gmail.com`),
    event('delivered', number, `p${number}@gmail.com`),
  ]),
  event('sent', 4, 'p4@GoogleMail.com'),
  event('bounce', 4, null, { bounce_category: 'hard' }),
  event('sent', 5, 'p5@mail.example'),
  event('bounce', 5, 'p5@mail.example', { bounce_category: 'ignored' }),
  event('sent', 6, 'profile-6'),
  event('delivered', 6, 'profile-6'),
  event('open', 1, 'p1@gmail.com'),
  event('open', 1, 'p1@gmail.com'),
  event('open', 2, null),
  event('click', 2, null, { is_machine: true }),
  event('open', 6, 'profile-6'),
  event('unsubscribe', 3, null),
  event('complaint', 5, 'p5@mail.example'),
];

const quiet = { bounces: 0, hard: 0, soft: 0, ignored: 0, clicks: 0, unsubscribes: 0, complaints: 0 };

describe('recipient domains', () => {
  it('names no part of an id that only looks like an address', async () => {
    const ids = ['crm@1234567', '@annsmith', 'ann@x.example;98765', 'ann@x.example|98765', 'ann@12.34'];
    const { sections } = await reportOf([
      ...ids.map((id, number) => event('sent', number, id)),
      event('sent', 8, 'ann@münchen.example'),
    ]);
    expect(sections['recipient-domains'].rows).toMatchObject([
      { domain: null, domains: 0, sent: 5 },
      { domain: 'münchen.example', domains: 1, sent: 1 },
    ]);
    expect(JSON.stringify(sections)).not.toMatch(/1234567|annsmith|98765/);
  });

  it('counts each event by its own domain, else by that of its message', async () => {
    const { sections } = await reportOf(dump);
    expect(sections['recipient-domains'].rows).toMatchObject([
      { ...quiet, domain: 'gmail.com', sent: 3, delivered: 3, opens: 2, unsubscribes: 1, bounceRate: 0 },
      {
        ...quiet,
        domain: 'googlemail.com',
        sent: 1,
        delivered: 0,
        bounces: 1,
        hard: 1,
        opens: 0,
        bounceRate: 1,
      },
      {
        ...quiet,
        domain: 'mail.example',
        sent: 1,
        delivered: 0,
        bounces: 1,
        ignored: 1,
        opens: 0,
        complaints: 1,
      },
      { ...quiet, domain: null, domains: 0, sent: 1, delivered: 1, opens: 1 },
    ]);
  });

  it('counts the clicks of machines where they are to be counted', async () => {
    const { withMachines } = await reportOf(dump);
    expect(withMachines?.sections['recipient-domains'].rows[0]).toMatchObject({
      domain: 'gmail.com',
      clicks: 1,
    });
  });

  it('lists none where nothing was sent to anybody', async () => {
    const { sections } = await reportOf([
      { event_type: 'excluded', timestamp: at, recipient: 'a@gmail.com' },
    ]);
    expect(sections['recipient-domains'].rows).toEqual([]);
    expect(sections['mailbox-providers'].rows).toEqual([]);
    expect(sections.variants.rows).toEqual([]);
  });
});

describe('mailbox providers', () => {
  it('takes the domains of a provider together, and all others under none', async () => {
    const { sections } = await reportOf(dump);
    expect(sections['mailbox-providers'].rows).toMatchObject([
      {
        ...quiet,
        provider: 'Google',
        domains: 2,
        sent: 4,
        delivered: 3,
        bounces: 1,
        hard: 1,
        opens: 2,
        unsubscribes: 1,
      },
      {
        ...quiet,
        provider: null,
        domains: 1,
        sent: 2,
        delivered: 1,
        bounces: 1,
        ignored: 1,
        opens: 1,
        complaints: 1,
      },
    ]);
  });
});

describe('variants', () => {
  /** Of each variant so many messages, so many of them opened; the opens do not say of which variant. */
  const sending = (variant: string | null, first: number, messages: number, opened: number): object[] =>
    Array.from({ length: messages }, (_, index) => first + index).flatMap((number) => [
      event('sent', number, `p${number}@gmail.com`, { variant }),
      event('delivered', number, `p${number}@gmail.com`, { variant }),
      ...(number < first + opened ? [event('open', number, `p${number}@gmail.com`)] : []),
    ]);
  const opensOf = async (...rows: object[]) => {
    const { sections } = await reportOf(rows);
    return sections.variants.rows.filter(({ metric }) => metric === 'opens');
  };

  it('are compared with the first by name, and differ where chance would not do it', async () => {
    const [a, b] = await opensOf(...sending('B', 100, 80, 56), ...sending('A', 1, 80, 40));
    expect(a).toEqual({
      ...{ variant: 'A', metric: 'opens', count: 40, of: 80, rate: 0.5 },
      ...{ difference: null, low: null, high: null, significant: false },
    });
    expect(b).toMatchObject({ variant: 'B', count: 56, of: 80, rate: 0.7, significant: true });
    expect(b?.difference).toBeCloseTo(0.2, 12);
    expect(b?.low).toBeCloseTo(0.0477, 3);
    expect(b?.high).toBeCloseTo(0.3391, 3);
  });

  it('do not differ below significance: 52 of 80 and 40 of 80', async () => {
    const [, b] = await opensOf(...sending('A', 1, 80, 40), ...sending('B', 100, 80, 52));
    expect(b).toMatchObject({ rate: 0.65, significant: false });
    const [, more] = await opensOf(...sending('A', 1, 80, 40), ...sending('B', 100, 80, 53));
    expect(more).toMatchObject({ significant: true });
  });

  it('are not compared on fewer than 30 messages', async () => {
    const [, few] = await opensOf(...sending('A', 1, 29, 0), ...sending('B', 100, 80, 80));
    expect(few).toMatchObject({ rate: 1, difference: null, low: null, high: null, significant: false });
    const [, enough] = await opensOf(...sending('A', 1, 30, 0), ...sending('B', 100, 80, 80));
    expect(enough).toMatchObject({ difference: 1, significant: true });
  });

  it('leave out messages of none', async () => {
    const { sections } = await reportOf([...sending('A', 1, 2, 1), ...sending(null, 100, 3, 3)]);
    expect(sections.variants.rows.map(({ variant, metric, count }) => [variant, metric, count])).toEqual([
      ['A', 'sent', 2],
      ['A', 'delivered', 2],
      ['A', 'bounces', 0],
      ['A', 'opens', 1],
      ['A', 'clicks', 0],
      ['A', 'unsubscribes', 0],
      ['A', 'complaints', 0],
    ]);
  });
});

describe('very many domains', () => {
  const sendTo = (domains: number, times: number, first = 0): object[] =>
    Array.from({ length: domains * times }, (_, index) =>
      event('sent', first + index, `p${first + index}@d${first + (index % domains)}.example`),
    );

  it('are all named as long as they are at most 5,000', async () => {
    const { sections } = await reportOf(sendTo(5000, 1));
    expect(sections['recipient-domains'].rows).toHaveLength(5000);
    expect(sections['recipient-domains'].rows.every(({ domain }) => domain !== null)).toBe(true);
  });

  it('are named from two messages on where they are more, and the others counted', async () => {
    const { sections, totals } = await reportOf([...sendTo(5001, 1), ...sendTo(40, 2, 10_000)]);
    const rows = sections['recipient-domains'].rows;
    expect(rows).toHaveLength(41);
    expect(rows[0]).toMatchObject({ domain: null, domains: 5001, sent: 5001 });
    expect(rows[1]).toMatchObject({ domains: 1, sent: 2 });
    expect(rows.reduce((sum, { sent }) => sum + sent, 0)).toBe(totals.sent);
    expect(sections['mailbox-providers'].rows).toMatchObject([{ provider: null, domains: 5041 }]);
  });
});
