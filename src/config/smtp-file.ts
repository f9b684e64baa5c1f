import * as z from 'zod';
import { tlsModes } from './config.ts';
import * as value from './value-schemas.ts';

const { keys, text } = value;

/** How people write which server takes their mails. */
export const smtpSchema = keys({
  host: text
    .refine((host) => !/[\s/[\]]|^[^:]+:\d+$/.test(host), 'must be a name or an IP address, and nothing else')
    .describe('The server that takes the mails.'),
  port: value
    .whole(1, 65_535)
    .optional()
    .describe('Its port: 587 with starttls, 465 with implicit, else 25, unless it is given.'),
  tls: z
    .enum(tlsModes)
    .default('starttls')
    .describe(
      'How the connection is secured: starttls (or nothing is sent), implicit (from the first byte), opportunistic (starttls where the server offers it), none.',
    ),
  ca: text
    .optional()
    .describe("A PEM file of the authorities that sign the server's certificate, besides the usual ones."),
  user: text.optional().describe('The user to log in as; goes with `password`.'),
  password: value.secret
    .optional()
    .describe('The password of `user`: a variable or { file: path }, never itself.'),
  name: text
    .optional()
    .describe("The name that this machine gives with EHLO; its host's unless it is given."),
  connections: value.whole(1, 20).default(2).describe('How many connections are used side by side, 1 to 20.'),
  timeout: value.stretch
    .refine((milliseconds) => milliseconds <= 3_600_000, 'must be an hour at most')
    .default(60_000)
    .describe('For how long a silent server is waited for: 60s.'),
  retries: keys({
    times: value.whole(0, 20).default(4).describe('How often a mail is tried again, 0 to 20.'),
    pause: value.stretch
      .default(5000)
      .describe('The pause before the first retry, tripled before each further one: 5s.'),
  })
    .prefault({})
    .describe('What is done where the server is not there, or says that it will take the mail later.'),
  dkim: keys({
    domain: text.describe('The domain that signs.'),
    selector: text.describe('The name of the key in the DNS of the domain.'),
    key: value.secret.describe('The private key in PEM: a variable or { file: path }, never itself.'),
  })
    .optional()
    .describe('The signature of the mails, where the server does not sign them itself.'),
}).refine(({ user, password }) => (user === undefined) === (password === undefined), {
  path: ['user'],
  message: 'comes together with password: one of them is missing',
});
