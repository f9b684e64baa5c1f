import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../src/config/config.ts';
import type { LedgerMail, MailState } from '../../src/mail/ledger.ts';
import { pendingMails } from '../../src/nightly/pending.ts';

const recipients = ['anna', 'bert', 'cleo', 'dora', 'emil'].map(
  (name): Recipient => ({ address: `${name}@example.com`, name: null, locale: null }),
);

const mailTo = ({ address }: Recipient): LedgerMail => ({
  kind: 'report',
  report: 'nightly',
  delivery: 'winter-sale',
  edition: '2026-11-22',
  recipient: address,
  figures: 'these',
});

/** A ledger that knows the last states of mails, and the figures that people were last mailed. */
const ledgerOf = (states: Record<string, MailState>, figures: Record<string, string> = {}) => ({
  stateOf: async ({ recipient }: { recipient: string }) => states[recipient],
  lastFigures: async ({ recipient }: { recipient: string }) => figures[recipient],
});

const namesOf = ({ recipients }: { recipients: readonly { recipient: Recipient }[] }) =>
  recipients.map(({ recipient }) => recipient.address.split('@')[0]);

const usual = { skipUnchanged: false, resendUnknown: false };

it('mails everybody where nobody was mailed before', async () => {
  expect(namesOf(await pendingMails(recipients, mailTo, undefined, usual))).toHaveLength(5);
});

it('goes on where an earlier run ended: after what was accepted, refused or may have been accepted', async () => {
  const ledger = ledgerOf({
    'anna@example.com': 'accepted',
    'bert@example.com': 'refused',
    'cleo@example.com': 'unknown',
    'dora@example.com': 'intended',
    'emil@example.com': 'deferred',
  });
  const pending = await pendingMails(recipients, mailTo, ledger, usual);
  expect(namesOf(pending)).toEqual(['dora', 'emil']);
  expect(pending).toMatchObject({ already: 1, refusedBefore: 1, unknown: 1, unchanged: 0 });
});

it('mails those again who may have it, where that is asked for', async () => {
  const ledger = ledgerOf({ 'anna@example.com': 'accepted', 'cleo@example.com': 'unknown' });
  const pending = await pendingMails(recipients, mailTo, ledger, { ...usual, resendUnknown: true });
  expect(namesOf(pending)).toEqual(['bert', 'cleo', 'dora', 'emil']);
});

it('takes a mail whose dot is noted for one that somebody may have', async () => {
  const pending = await pendingMails(recipients, mailTo, ledgerOf({ 'anna@example.com': 'dot' }), usual);
  expect(namesOf(pending)).toEqual(['bert', 'cleo', 'dora', 'emil']);
  expect(pending.unknown).toBe(1);
});

describe('where unchanged figures are to be left out', () => {
  const options = { ...usual, skipUnchanged: true };

  it('leaves nobody out where nothing is known of anybody', async () => {
    expect(namesOf(await pendingMails(recipients, mailTo, undefined, options))).toHaveLength(5);
  });

  it('leaves out those who were mailed these very figures in an earlier edition', async () => {
    const ledger = ledgerOf({}, { 'anna@example.com': 'these', 'bert@example.com': 'others' });
    const pending = await pendingMails(recipients, mailTo, ledger, options);
    expect(namesOf(pending)).toEqual(['bert', 'cleo', 'dora', 'emil']);
    expect(pending.unchanged).toBe(1);
  });

  it('still brings what an earlier run of this edition could not hand over', async () => {
    const ledger = ledgerOf({ 'anna@example.com': 'deferred' }, { 'anna@example.com': 'these' });
    expect(namesOf(await pendingMails(recipients, mailTo, ledger, options))).toContain('anna');
  });
});
