import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../../src/engine/dialect.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { reasonGroup } from '../../src/report/reason-masks.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB();
});
afterAll(() => engine.close());

async function groupOf(reason: string): Promise<string> {
  const [row] = await engine.query(`SELECT ${reasonGroup(engine.dialect, sqlText(reason))} AS reason`);
  return String(row?.reason);
}

/** What receivers really answer, once with one set of variable parts and once with another. */
const replies: readonly (readonly [group: string, ...replies: string[]])[] = [
  [
    "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. Learn more at … - gsmtp",
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550-5.1.1 unnecessary spaces. Learn more at\n550 5.1.1  https://support.google.com/mail/?p=NoSuchUser n7-20020a05600c3b8700b00401b0d8si1234567wms.45 - gsmtp",
    "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550-5.1.1 unnecessary spaces. Learn more at 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser a640c23a62f3a-a9a0dbe3c5fsi123456766b.123 - gsmtp",
  ],
  [
    '550 5.5.0 Requested action not taken: mailbox unavailable (…). […]',
    '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [AM6EUR05FT047.eop-eur05.prod.protection.outlook.com 2026-11-22T08:00:01.123Z 08DC1234ABCD5678]',
    '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [DB5EUR03FT011.eop-EUR03.prod.protection.outlook.com 2026-11-23T21:59:59.001Z 08DC99999BCD5678]',
  ],
  [
    '421 4.7.0 [TSS04] Messages from … temporarily deferred due to unexpected volume or user complaints - …; see …',
    '421 4.7.0 [TSS04] Messages from 192.0.2.17 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
    '421 4.7.0 [TSS04] Messages from 198.51.100.200 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
  ],
  [
    '554 5.7.1 Service unavailable; Client host […] blocked using spamhaus.org; …',
    '554 5.7.1 Service unavailable; Client host [192.0.2.17] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.17',
    '554 5.7.1 Service unavailable; Client host [2001:db8::17] blocked using sbl.spamhaus.org; https://www.spamhaus.org/sbl/query/SBL123456',
  ],
  [
    '450 4.1.1 <…>: Recipient address rejected: User unknown in local recipient table',
    '450 4.1.1 <ben>: Recipient address rejected: User unknown in local recipient table',
    '450 4.1.1 <ada-lovelace>: Recipient address rejected: User unknown in local recipient table',
  ],
  [
    '452 4.2.2 Mailbox full: … bytes of … used, queue id …, on …',
    '452 4.2.2 Mailbox full: 10485761 bytes of 10485760 used, queue id 4Bx2Yz0Kq7z1234, on mx1.mail.example.com',
    '452 4.2.2 Mailbox full: 52428999 bytes of 52428800 used, queue id 9F0A1B2C3D, on backup-mx.example.org',
  ],
  [
    'Message expired at … after 3 attempts (…)',
    'Message expired at Sun, 22 Nov 2026 08:00:01 +0000 after 3 attempts (6f1c2d3e-4a5b-4c6d-8e7f-001122334455)',
    'Message expired at Mon, 23 Nov 2026 23:59:59 +0100 after 3 attempts (0a1b2c3d-ffff-4c6d-9e7f-ffeeddccbbaa)',
  ],
  [
    'Greylisted, try again in … seconds at …',
    'Greylisted, try again in 86399 seconds at 08:00:01',
    'Greylisted, try again in 12345 seconds at 21:15:00',
  ],
];

describe('replies that give the same reason', () => {
  it.each(replies)('are counted as: %s', async (group, ...texts) => {
    for (const text of texts) expect(await groupOf(text)).toBe(group);
  });
});

it('the code of a reply over several lines is no part of the word behind it', async () => {
  expect(await groupOf('550-Requested action not taken')).toBe('550 Requested action not taken');
});

describe('what tells reasons apart', () => {
  it.each([
    '550 5.1.1 User unknown',
    '550 5.7.26 Unauthenticated email is not accepted due to DMARC policy',
    '[CS01] Message rejected due to local policy',
    'Part of your network is on our block list (S3140)',
    'Adresse du destinataire invalide. Invalid recipient. OFR_416',
    'Boîte du destinataire archivée. Archived recipient. LPN007_510',
    'Réponse automatique : absence du bureau',
    'TLSv1.2 or later is required for IPv6',
    'delivery error: dd This user doesn’t have an account (#5.1.0)',
    '受信者が見つかりません',
    'Attendez…',
    '<…@…>: unknown user',
    '',
  ])('stays: %s', async (reason) => {
    expect(await groupOf(reason)).toBe(reason);
  });
});

it('keeps attributes that are missing: they look like hosts, and are the reason itself', async () => {
  for (const reason of [
    'Missing value of profile.person.firstName',
    'Missing value of profile.person.name.first in context.journey.technicalProperties.name',
  ])
    expect(await groupOf(reason)).toBe(reason);
  expect(await groupOf('profiles.example.com says no')).toBe('… says no');
});
