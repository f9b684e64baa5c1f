import { ajo } from './ajo.ts';
import { brevo } from './brevo.ts';
import type { Format } from './format.ts';
import { kumomta } from './kumomta.ts';
import { mailgun } from './mailgun.ts';
import { mailjet } from './mailjet.ts';
import { mandrill } from './mandrill.ts';
import { native } from './native.ts';
import { postmark } from './postmark.ts';
import { powermta } from './powermta.ts';
import { resend } from './resend.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';
import { sparkpost } from './sparkpost.ts';

/** Every format that a dump may have. */
export const formats: readonly Format[] = [
  native,
  ajo,
  brevo,
  kumomta,
  mailgun,
  mailjet,
  mandrill,
  postmark,
  powermta,
  resend,
  sendgrid,
  ses,
  sparkpost,
];
