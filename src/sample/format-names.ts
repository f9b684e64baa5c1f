/** The formats that samples are written in. A file of its own: the command line names them, and writes none. */
export const sampleFormats = [
  'native',
  'ajo',
  'sendgrid',
  'ses',
  'sparkpost',
  'mandrill',
  'mailjet',
  'kumomta',
  'brevo',
  'powermta',
  'mailgun',
  'postmark',
  'resend',
] as const;

export type SampleFormat = (typeof sampleFormats)[number];
