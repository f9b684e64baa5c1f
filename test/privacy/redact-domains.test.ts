import { expect, it } from 'vitest';
import { reportOf } from '../support/report-of.ts';

const people = (domain: string, count: number): readonly object[] =>
  Array.from({ length: count }, (_, number) => ({
    event_type: 'sent',
    timestamp: 1_795_334_400,
    message_id: `${domain}-${number}`,
    recipient: `reader${number}@${domain}`,
  }));
const bounce = (domain: string, reason: string): object => ({
  event_type: 'bounce',
  timestamp: 1_795_334_500,
  message_id: `${domain}-0`,
  recipient: `reader0@${domain}`,
  code: `550 5.1.1 ${domain}`,
  reason,
});

const dump = [
  ...people('the-smith-family.example', 4),
  ...people('The-Jones-Family.example', 2),
  ...people('acme.example', 10),
  ...people('gmail.com', 1),
  ...people('mail.hotmail.com', 1),
  { event_type: 'sent', timestamp: 1_795_334_400, message_id: 'nobody' },
  bounce(
    'the-smith-family.example',
    'The-Smith-Family.example: mx.the-smith-family.example says no, see zen.spamhaus.org',
  ),
  bounce('acme.example', 'host mx.jones.example is closed'),
  {
    event_type: 'click',
    timestamp: 1_795_334_600,
    recipient: 'reader1@the-smith-family.example',
    message_id: 'the-smith-family.example-1',
    url: 'https://shop.example/for/the-smith-family.example',
    link_label: 'For the-smith-family.example',
  },
];

const domainsOf = ({ sections }: Awaited<ReturnType<typeof reportOf>>) =>
  sections['recipient-domains'].rows.map(({ domain, domains, sent }) => ({ domain, domains, sent }));

it('names the domains of ten people and more and of mailbox providers, and counts the others together', async () => {
  const report = await reportOf(dump, { redactDomains: true });
  expect(domainsOf(report)).toEqual([
    { domain: 'acme.example', domains: 1, sent: 10 },
    { domain: null, domains: 2, sent: 7 },
    { domain: 'gmail.com', domains: 1, sent: 1 },
    { domain: 'mail.hotmail.com', domains: 1, sent: 1 },
  ]);
});

it('leaves all other figures as they are', async () => {
  const redacted = await reportOf(dump, { redactDomains: true });
  const whole = await reportOf(dump);
  expect(redacted.totals).toEqual(whole.totals);
  expect(redacted.audit).toEqual(whole.audit);
  expect(redacted.sections['mailbox-providers']).toEqual(whole.sections['mailbox-providers']);
  const sum = (rows: readonly { readonly sent: number }[]): number =>
    rows.reduce((all, { sent }) => all + sent, 0);
  expect(sum(domainsOf(redacted))).toBe(sum(domainsOf(whole)));
});

it.each(['masked', 'raw'] as const)('names no domain in reasons, codes and links: %s', async (reasons) => {
  const whole = JSON.stringify(await reportOf(dump, { reasons }));
  expect(whole).toContain('the-smith-family.example');
  const text = JSON.stringify(await reportOf(dump, { redactDomains: true, reasons })).toLowerCase();
  expect(text).not.toContain('smith');
  expect(text).not.toContain('jones');
  expect(text).toContain('spamhaus.org');
});
