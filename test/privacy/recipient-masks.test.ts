import { describe, expect, it } from 'vitest';
import { canonicalQuery } from '../../src/dump/canonical-columns.ts';
import { readDump } from '../../src/dump/read-dump.ts';
import { readerOf } from '../../src/dump/reader.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

type Column = 'reason' | 'code' | 'url' | 'link_label';

/** What is left of a text that stands in a column of a row with this recipient, for each of many rows at once. */
async function maskedIn(
  column: Column,
  rows: readonly (readonly [recipient: string, text: string])[],
): Promise<readonly unknown[]> {
  const event_type = column === 'url' || column === 'link_label' ? 'click' : 'bounce';
  const dump = rows.map(([recipient, text]) => ({
    event_type,
    timestamp: 1_795_334_400,
    recipient,
    [column]: text,
  }));
  const engine = await openDuckDB();
  try {
    const { sources } = await readDump(engine, [temporaryFile('dump.ndjson', ndjson(dump))], {
      keepQuery: true,
    });
    const [source] = sources;
    if (source === undefined) throw new Error('no dump');
    const events = canonicalQuery(source.format, readerOf(source, 'masked_again'), [], { keepQuery: true });
    return (await engine.query(`SELECT ${column} AS text FROM (${events}) AS events`)).map(
      ({ text }) => text,
    );
  } finally {
    await engine.close();
  }
}

/** Holds for each row: a recipient, a text that tells of it, and what is left of the text. */
async function expectMasked(
  column: Column,
  rows: readonly (readonly [recipient: string, text: string, masked: string])[],
): Promise<void> {
  const masked = await maskedIn(
    column,
    rows.map(([recipient, text]) => [recipient, text]),
  );
  expect(rows.map(([recipient, text], row) => [recipient, text, masked[row]])).toEqual(rows);
}

const ada = 'ada.lovelace@example.com';

describe('a reply', () => {
  it('never tells its recipient, in whatever letters and writing', async () => {
    await expectMasked('reason', [
      [ada, '550 5.1.1 <ada.lovelace@example.com>: unknown', '550 5.1.1 <…>: unknown'],
      [ada, 'ADA.Lovelace@Example.COM unknown', '… unknown'],
      ['Ada.Lovelace@Example.com', 'ada.lovelace@example.com unknown', '… unknown'],
      [ada, 'user ada.lovelace unknown', 'user … unknown'],
      [ada, 'USER ADA.LOVELACE UNKNOWN', 'USER … UNKNOWN'],
      [ada, 'no mailbox "ada.lovelace" here', 'no mailbox "…" here'],
      [ada, 'return path b-4711-Ada.Lovelace=Example.com', 'return path b-4711-…'],
      [ada, 'return path <b-ada.lovelace=example.com@bounces.example>', 'return path <…@…>'],
      [ada, 'Final-Recipient: rfc822;ada.lovelace=40example.com', 'Final-Recipient: rfc822;…'],
      [ada, 'ada.lovelace&#64;example.com', '…'],
      [ada, 'ada.lovelace(at)example.com and Ada.Lovelace [AT] example.com', '… and …'],
      [ada, 'ada.lovelace at example.com', '…'],
      [ada, 'ada.lovelace＠example.com', '…'],
      [ada, 'ada.lovelace%40example.com', '…'],
      [ada, 'ada.lovelace%2540example.com', '…%2540example.com'],
      ['ada+news@example.com', 'mailbox ada is full', 'mailbox … is full'],
      ['ada+news@example.com', 'to=ada%2Bnews%40example.com', 'to=…'],
      ['Ada Lovelace <ada.lovelace@example.com>', 'Ada Lovelace (ada.lovelace) is away', '… (…) is away'],
      ['"Ada Lovelace" <ada.lovelace@example.com>', 'Out of office: Ada Lovelace', 'Out of office: …'],
      ['"ada lovelace"@example.com', 'no user ada lovelace here', 'no user … here'],
      ['jürgen@müller.example', 'Benutzer JÜRGEN unbekannt', 'Benutzer … unbekannt'],
      ['élan@müller.example', 'user élan <élan@xn--mller-kva.example> unknown', 'user … <…@…> unknown'],
      ['profile-4711', 'no consent of PROFILE-4711', 'no consent of …'],
      ['4711', 'profile 4711 is on the list', 'profile … is on the list'],
      ['a7', 'profile a7 has no address', 'profile … has no address'],
      ['42', 'no consent of 42.', 'no consent of ….'],
    ]);
  });

  it('keeps what is no recipient: its codes, and words that are the local part of many', async () => {
    await expectMasked('reason', [
      ['42', '550 5.42.1 542 4.2.42 no', '550 5.42.1 542 4.2.42 no'],
      ['550', '550 no such user', '550 no such user'],
      ['5', '550 5.1.1 no such user', '550 5.1.1 no such user'],
      ['user@example.com', '550 5.1.1 User unknown', '550 5.1.1 User unknown'],
      ['mailbox@example.com', 'Mailbox full', 'Mailbox full'],
      ['ann@example.com', '550 the user annotated it', '550 the user annotated it'],
      ['ada', 'Canada is closed', 'Canada is closed'],
    ]);
  });

  it('tells no recipient by its code', async () => {
    await expectMasked('code', [
      [ada, '550 5.1.1 Ada.Lovelace', '550 5.1.1 …'],
      ['p-47', '550 p-47', '550 …'],
    ]);
  });

  it('is read with any recipient there may be', async () => {
    const recipients = [
      '',
      '@',
      '@@',
      '"',
      '<',
      '<>',
      '\\',
      '[',
      '(?i)',
      '.*@.*',
      '\0',
      'a\0b@c',
      '%',
      "'",
      '"@"',
      '\u{1f600}',
      'x'.repeat(100_000),
      `${'é('.repeat(499)}@x`,
    ];
    await expectMasked(
      'reason',
      recipients.map((recipient) => [recipient, 'over quota', 'over quota']),
    );
  });
});

describe('a link', () => {
  it('never tells its recipient, in its path and in what is kept of its query', async () => {
    const base64 = (text: string, as: BufferEncoding = 'base64') => Buffer.from(text).toString(as);
    await expectMasked('url', [
      [ada, 'https://shop.example/u/ada.lovelace', 'https://shop.example/u/…'],
      [ada, 'https://shop.example/u/ADA.LOVELACE/cart', 'https://shop.example/u/…/cart'],
      [ada, 'https://shop.example/u/ada.lovelace%40example.com', 'https://shop.example/u/…'],
      [ada, 'https://shop.example/u/Ada.Lovelace%40Example.com', 'https://shop.example/u/…'],
      [ada, `https://shop.example/u/${base64(ada)}/x`, 'https://shop.example/u/…/x'],
      [
        'bo@example.com',
        `https://shop.example/u/${base64('bo@example.com')}/x`,
        'https://shop.example/u/…/x',
      ],
      [
        'bo@example.com',
        `https://shop.example/u/${base64('bo@example.com', 'base64url')}/x`,
        'https://shop.example/u/…/x',
      ],
      [ada, `https://shop.example/u?e=${base64(ada)}&f=1`, 'https://shop.example/u?e=…&f=1'],
      [ada, 'https://shop.example/u?e=ada.lovelace=example.com', 'https://shop.example/u?e=…'],
      ['ada+news@example.com', 'https://shop.example/u/ada%2bnews%40example.com', 'https://shop.example/u/…'],
      ['jürgen@müller.example', 'https://shop.example/u/j%C3%BCrgen', 'https://shop.example/u/…'],
      ['profile-4711', 'https://Profile-4711.shop.example/sale', 'https://….shop.example/sale'],
      ['4711', 'https://shop.example/4711/sale', 'https://shop.example/…/sale'],
      ['7', 'https://shop.example/7/sale7', 'https://shop.example/…/sale7'],
      ['a7', 'https://shop.example/u/a7?id=A7', 'https://shop.example/u/…?id=…'],
    ]);
  });

  it('keeps its host, whatever people are called', async () => {
    await expectMasked('url', [
      ['brand@example.com', 'https://brand.example/brand', 'https://brand.example/…'],
      ['shop@example.com', 'https://shop.example/shop', 'https://shop.example/shop'],
    ]);
  });

  it('never tells its recipient by its label', async () => {
    await expectMasked('link_label', [
      [ada, 'Cart of Ada.Lovelace', 'Cart of …'],
      ['a7', 'Cart of a7', 'Cart of …'],
    ]);
  });
});
