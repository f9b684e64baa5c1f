import type { LedgerMail } from '../../src/mail/ledger.ts';

/** A mail as the ledger knows it. */
export const mailTo = (recipient: string): LedgerMail => ({
  kind: 'report',
  report: 'weekly',
  delivery: 'delivery-1',
  edition: '2026-11-22',
  recipient,
  figures: 'figures-1',
});
