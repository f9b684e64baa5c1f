import { describe, expect, it } from 'vitest';
import { reportOf } from '../support/report-of.ts';

const hex = (number: number): string => (number * 2_654_435_761).toString(16).padStart(10, '0');

/** What ten kinds of receivers answer, each time in other words about the same thing. */
const templates: readonly ((number: number) => string)[] = [
  (n) => `550 5.1.1 <reader${n}@example.com>: Recipient address rejected: User unknown`,
  (n) => `552 5.2.2 Mailbox full (queue id ${hex(n).toUpperCase()}A1)`,
  (n) => `421 4.7.0 Try again later, connection from 192.0.${n % 256}.${Math.floor(n / 256)} refused`,
  (n) => `554 5.7.1 Service unavailable; see https://bounce.example.net/why?id=${n}`,
  (n) => `451 4.4.1 mx${n}.mail.example.org: connection timed out`,
  (n) =>
    `550 5.7.1 Client host blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/10.1.2.${n % 256}`,
  (n) =>
    `450 4.2.1 The user is over quota since 2026-11-22T08:00:${String(n % 60).padStart(2, '0')}Z [${hex(n)}]`,
  (n) => `550-5.1.1 No such user here.\n550 5.1.1 ${hex(n)}-${hex(n + 7)} - gsmtp`,
  (n) => `Message ${n + 100_000} expired`,
  (n) => `550 5.7.26 SPF check for 2001:db8::${(n % 65_536).toString(16)} failed`,
];

const rows = Array.from({ length: 10_000 }, (_, number) => ({
  event_type: 'bounce',
  timestamp: '2026-11-22T08:00:00Z',
  message_id: `m${number}`,
  recipient: `reader${number}@example.com`,
  bounce_category: 'soft',
  reason: templates[number % templates.length]?.(number),
}));

const reasonsOf = async (dump: readonly object[], reasons: 'masked' | 'raw') =>
  (await reportOf(dump, { reasons })).sections['bounce-reasons'].rows;

describe('reasons', () => {
  it('are as many as there are kinds of them, whatever differs from one reply to the next', async () => {
    const grouped = await reasonsOf(rows, 'masked');
    expect(grouped.map(({ count }) => count)).toEqual(Array.from({ length: 10 }, () => 1000));
    expect(grouped.map(({ reason }) => reason)).toEqual(
      [
        '421 4.7.0 Try again later, connection from … refused',
        '450 4.2.1 The user is over quota since … […]',
        '451 4.4.1 …: connection timed out',
        '550 5.1.1 <…>: Recipient address rejected: User unknown',
        '550 5.7.1 Client host blocked using spamhaus.org; …',
        '550 5.7.26 SPF check for … failed',
        '550-5.1.1 No such user here. … - gsmtp',
        '552 5.2.2 Mailbox full (queue id …)',
        '554 5.7.1 Service unavailable; see …',
        'Message … expired',
      ].sort(),
    );
  });

  it('are counted as they came where that is asked for', async () => {
    const raw = await reasonsOf(rows.slice(0, 500), 'raw');
    // Nothing but the address differs in one of the ten kinds.
    expect(raw).toHaveLength(451);
    expect(JSON.stringify(raw)).not.toMatch(/reader\d+@/);
    expect(raw.every((row) => row.example === undefined)).toBe(true);
  });

  it('keep the most frequent original as their example, without addresses', async () => {
    const reply = (id: string) => `Mailbox of ada@example.com full, id ${id}`;
    const dump = ['abc123def', 'abc999def', 'abc999def'].map((id, number) => ({
      ...rows[number],
      recipient: 'ada@example.com',
      reason: reply(id),
    }));
    expect(await reasonsOf(dump, 'masked')).toEqual([
      {
        reason: 'Mailbox of … full, id …',
        code: null,
        status: null,
        category: 'soft',
        count: 3,
        share: 1,
        example: 'Mailbox of … full, id abc999def',
      },
    ]);
  });

  it('have no example that says no more than they do', async () => {
    const [row] = await reasonsOf([{ ...rows[0], reason: 'Mailbox full' }], 'masked');
    expect(row).toEqual({
      reason: 'Mailbox full',
      code: null,
      status: null,
      category: 'soft',
      count: 1,
      share: 1,
    });
  });

  it('of errors are grouped alike', async () => {
    const errors = [1, 2].map((number) => ({
      ...rows[0],
      event_type: 'error',
      reason: `Template 4f3a${number}b2c99 timed out`,
    }));
    const { sections } = await reportOf(errors);
    expect(sections['error-reasons'].rows).toMatchObject([{ reason: 'Template … timed out', count: 2 }]);
  });
});
