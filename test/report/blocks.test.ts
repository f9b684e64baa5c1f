import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sqlText } from '../../src/engine/dialect.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { blockKind } from '../../src/report/blocks/block-kind.ts';
import { reportOf, reportsOf } from '../support/report-of.ts';
import { dumps } from './generated-dumps.ts';
import { categoryOf, type NativeRow, naiveEvents } from './naive-reference.ts';

/** What kind of block each of these bounces is, by the engine. */
async function kindsOf(
  bounces: readonly (readonly [code: string | null, reason: string | null, sender?: string])[],
): Promise<readonly unknown[]> {
  const engine = await openDuckDB();
  const sql = (text: string | null): string => (text === null ? 'CAST(NULL AS VARCHAR)' : sqlText(text));
  try {
    const rows = await engine.query(`
      SELECT ${blockKind(engine.dialect, 'sender', 'code', 'reason')} AS kind
      FROM (VALUES
        ${bounces.map(([code, reason, sender], index) => `(${index}, ${sql(code)}, ${sql(reason)}, ${sql(sender ?? null)})`).join(',\n        ')}
      ) AS bounces (number, code, reason, sender)
      ORDER BY number`);
    return rows.map(({ kind }) => kind);
  } finally {
    await engine.close();
  }
}

const replies = {
  reputation: [
    'Part of their network is on our block list (S3150)',
    "550 5.7.1 messages from [192.0.2.1] weren't sent (AS3140)",
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints',
    '553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1',
    '550 5.7.606 Access denied, banned sending IP [192.0.2.1]',
    '451 4.7.500 Server busy. Please try again later',
    '421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address',
    '554 refused: poor reputation of your domain',
    'AUP#1310',
    'Client host blocked for spamming issues. OFR006_102',
    'Your IP has been blacklisted',
    'Mail Block',
  ],
  content: [
    '550-5.7.1 Our system has detected that this message is 550-5.7.1 likely unsolicited mail',
    'Mail rejeté. Mail rejected. OFR_506',
    '554 5.7.1 Message identified as SPAM',
    '552 5.7.0 spam content rejected',
    '550 Message content rejected, UBE, id=00000-00-000',
    '552 virus detected in message',
  ],
  policy: [
    '550 5.7.26 Unauthenticated email from example.com is not accepted due to its DMARC policy',
    '550-5.7.27 SPF validation has failed',
    '454 5.7.1 Relay access denied',
    '550 relaying not permitted',
    '554 5.7.1 [CS01] Message rejected due to local policy',
    '554 5.7.9 Message not accepted for policy reasons',
    'Transaction failed: reject due to policy restrictions',
    'DMARC authentication failed OFR_515',
    '550 5.7.25 The IP address sending this message does not have a PTR record',
    '550 5.7.1 Delivery not authorized',
    '421 4.7.0 Try again later',
    '550 5.7.515 Access denied, sending domain does not meet the required authentication level',
  ],
} as const;

const others = [
  '550 5.1.1 User unknown',
  '452 4.2.2 Mailbox full',
  '550 5.2.1 This mailbox has been blocked due to inactivity',
  'Boîte du destinataire archivée. Archived recipient. LPN007_510',
  '550 5.7.1 Sender must confirm that a person wrote this message',
  "550 5.7.1 Unfortunately the recipient's mailbox is full",
  '550 5.7.1 User unknown by policy restrictions',
  '451 4.7.1 Greylisting in action, please come back later',
  'Out of office: automatic reply. I only read spam on Mondays',
  '550 5.7.27 Sender address has null MX',
  '525 5.7.13 User account disabled',
  '550 5.7.17 Mailbox owner has changed',
  '530 5.7.10 Encryption needed',
  '550 5.7.2 not a member of the list',
  '550 5.4.1 Recipient address rejected: Access denied',
  '550 host mx.nospam.example said: no',
  '550 5.71.1 nothing known',
  '15.7.1',
];

describe('a bounce is a block', () => {
  it.each(Object.entries(replies))('of %s by what the reply says', async (kind, reasons) => {
    const kinds = await kindsOf(reasons.map((reason) => [null, reason]));
    expect(reasons.map((reason, index) => [reason, kinds[index]])).toEqual(
      reasons.map((reason) => [reason, kind]),
    );
  });

  it('by its code as well as by its reason', async () => {
    expect(
      await kindsOf([
        ['550 5.7.1', null],
        ['5.7.28', 'no'],
        ['554', 'blocked using rbl'],
        [null, null],
      ]),
    ).toEqual(['policy', 'reputation', 'reputation', null]);
  });

  it("by the sender's own word for it, whatever the reply says", async () => {
    expect(
      await kindsOf([
        ['52', 'Spam Content', 'content'],
        ['50', 'User unknown', 'reputation'],
      ]),
    ).toEqual(['content', 'reputation']);
  });

  it('not where the mailbox, its owner or the encryption is at fault, or somebody only asks back', async () => {
    const kinds = await kindsOf(others.map((reason) => [null, reason]));
    expect(others.filter((_, index) => kinds[index] !== null)).toEqual([]);
  });
});

const bounce = (recipient: string | null, reason: string, fields: object = {}): object => ({
  event_type: 'bounce',
  timestamp: '2026-11-22T08:00:00Z',
  recipient,
  code: '550 5.7.1',
  reason,
  ...fields,
});

describe('blocks', () => {
  it('are brought out by provider, kind and category, each with its most frequent reason', async () => {
    const listed = 'Client host blocked using zen.spamhaus.org';
    const { sections } = await reportOf([
      bounce('a@hotmail.com', 'on our block list (S3140), id 0123456789ab', { bounce_category: 'ignored' }),
      bounce('b@outlook.com', 'on our block list (S3140), id ab0123456789', { bounce_category: 'ignored' }),
      bounce('c@live.com', 'poor reputation', { bounce_category: 'ignored' }),
      bounce('d@outlook.com', 'poor reputation', { bounce_category: 'soft' }),
      bounce('e@example.com', listed),
      bounce('f@example.org', listed),
      bounce('profile-4711', listed),
      bounce('g@gmail.com', 'likely unsolicited mail'),
      bounce('h@gmail.com', 'User unknown', { code: '550 5.1.1' }),
      bounce('i@gmail.com', 'User unknown', { code: '550 5.1.1' }),
    ]);
    const code = '550 5.7.1';
    expect(sections.blocks.rows).toEqual([
      {
        provider: 'Microsoft',
        kind: 'reputation',
        category: 'ignored',
        reason: 'on our block list (S3140), id …',
        code,
        count: 3,
        share: 0.3,
      },
      {
        provider: null,
        kind: 'reputation',
        category: 'hard',
        reason: 'Client host blocked using spamhaus.org',
        code,
        count: 3,
        share: 0.3,
      },
      {
        provider: 'Google',
        kind: 'content',
        category: 'hard',
        reason: 'likely unsolicited mail',
        code,
        count: 1,
        share: 0.1,
      },
      {
        provider: 'Microsoft',
        kind: 'reputation',
        category: 'soft',
        reason: 'poor reputation',
        code,
        count: 1,
        share: 0.1,
      },
    ]);
  });

  it('keep their reasons as they came where that is asked for', async () => {
    const reason = 'on our block list (S3140), id 0123456789ab';
    const { sections } = await reportOf([bounce('a@example.com', reason)], { reasons: 'raw' });
    expect(sections.blocks.rows.map((row) => row.reason)).toEqual([reason]);
  });

  it('are none where nothing was blocked', async () => {
    const { sections } = await reportOf([bounce('a@gmail.com', 'User unknown', { code: '5.1.1' })]);
    expect(sections.blocks.rows).toEqual([]);
  });
});

const texts: Record<string, string> = {
  full: 'poor reputation',
  unknown: 'Relay access denied',
};
const kinds: Record<string, string> = {
  'poor reputation': 'reputation',
  'Relay access denied': 'policy',
};
/** Of the recipients of the generated dumps. */
const providers: Record<string, string> = { 'eve@Mail.yahoo.fr': 'Yahoo / AOL', 'sam@gmail.com': 'Google' };

/** Dumps in which some bounces are blocks, by known providers and others. */
const blockDumps = dumps.map(({ rows, ...options }) => ({
  ...options,
  rows: rows.map((row) =>
    typeof row === 'string'
      ? row
      : {
          ...row,
          reason: texts[row.reason ?? ''] ?? row.reason,
        },
  ),
}));

/** How many blocks each provider, kind and category has, in the plainest way. */
function naiveBlocks(events: readonly NativeRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of events) {
    const kind = kinds[row.reason ?? ''];
    if (row.event_type !== 'bounce' || kind === undefined) continue;
    const key = `${providers[row.recipient ?? ''] ?? null} ${kind} ${categoryOf(row)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

it('blocks are those of the naive reference in any dump', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(blockDumps, async ({ rows, from, to, includeTests, timezone }) => {
      const window = { kind: 'between', from, to } as const;
      const reports = await reportsOf(rows, { window, includeTests, timezone }).catch((error: unknown) => {
        expect(String(error)).toMatch(/no email event|not recognised as a dump/);
        return [];
      });
      for (const { delivery, sections, totals } of reports) {
        const { events } = naiveEvents(rows, delivery.id, { from, to, includeTests });
        const { rows: found } = sections.blocks;
        expect(
          Object.fromEntries(
            found.map(({ provider, kind, category, count }) => [`${provider} ${kind} ${category}`, count]),
          ),
        ).toEqual(naiveBlocks(events));
        for (const { count, share } of found) expect(share).toBe(count / totals.bounces);
        expect(found.map(({ count }) => count)).toEqual(
          found.map(({ count }) => count).sort((a, b) => b - a),
        );
      }
    }),
    { numRuns: 60, seed: 20_261_126 },
  );
});
