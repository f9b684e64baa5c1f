import { ajoRows } from './ajo-rows.ts';
import { brevoRows } from './brevo-rows.ts';
import type { SampleFormat } from './format-names.ts';
import { kumomtaRows } from './kumomta-rows.ts';
import { mailgunRows } from './mailgun-rows.ts';
import { mailjetRows } from './mailjet-rows.ts';
import { mandrillRows } from './mandrill-rows.ts';
import type { SampleDelivery } from './message.ts';
import { nativeRows } from './native-rows.ts';
import { postmarkRows } from './postmark-rows.ts';
import { powermtaHeader, powermtaRows } from './powermta-rows.ts';
import { resendRows } from './resend-rows.ts';
import type { RowWriter } from './row-writer.ts';
import { sendgridRows } from './sendgrid-rows.ts';
import { sesRows } from './ses-rows.ts';
import { sparkpostRows } from './sparkpost-rows.ts';

const start = Date.UTC(2026, 10, 22, 8);

interface SampleKind {
  readonly delivery: SampleDelivery;
  readonly rows: RowWriter;
  /** Stands before the first row, where a table has its column names. */
  readonly header?: string;
}

const winterSale: SampleDelivery = { id: 'winter-sale', label: 'Winter sale', start };

const loyaltySale: SampleDelivery = {
  id: '7d1f6c3a-52b8-4e0d-9a41-c05e8b2f9d64',
  label: 'Winter sale, loyalty members',
  start,
};

/** For each format that samples are written in, the delivery that they are about and how they are written. */
export const sampleKinds: Readonly<Record<SampleFormat, SampleKind>> = {
  native: { delivery: winterSale, rows: nativeRows },
  ajo: { delivery: loyaltySale, rows: ajoRows },
  sendgrid: { delivery: winterSale, rows: sendgridRows },
  ses: { delivery: winterSale, rows: sesRows },
  sparkpost: { delivery: winterSale, rows: sparkpostRows },
  mandrill: { delivery: winterSale, rows: mandrillRows },
  mailjet: { delivery: { id: '7646301', label: 'winter-sale', start }, rows: mailjetRows },
  kumomta: { delivery: winterSale, rows: kumomtaRows },
  brevo: { delivery: winterSale, rows: brevoRows },
  powermta: { delivery: winterSale, rows: powermtaRows, header: powermtaHeader },
  mailgun: { delivery: winterSale, rows: mailgunRows },
  postmark: { delivery: winterSale, rows: postmarkRows },
  resend: { delivery: { ...winterSale, id: '8b146471-e88e-4322-86af-016cd36fd216' }, rows: resendRows },
};

/** How samples of a format are written. */
export function sampleKindOf(format: SampleFormat): SampleKind {
  return sampleKinds[format];
}
