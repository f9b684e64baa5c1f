import { expect, it } from 'vitest';
import { draftId, mailId, messageId, recipientId, wireAddress } from '../../src/mail/mail-key.ts';
import { mailTo } from './mail-to.ts';

const ann = mailTo('ann@example.com');

it('gives the same mail the same id, and another mail another one', () => {
  expect(mailId(ann)).toMatch(/^[0-9a-f]{32}$/);
  expect(mailId({ ...ann })).toBe(mailId(ann));
  expect(mailId(mailTo('ANN@example.com'))).toBe(mailId(ann));
  const others = [
    { kind: 'notice' as const },
    { report: 'daily' },
    { delivery: '' },
    { edition: '2026-11-23' },
    { recipient: 'bob@example.com' },
    // The parts are told apart, not only their letters.
    { report: 'weekly,delivery', delivery: '1' },
    { report: 'weekly"', delivery: '"delivery-1' },
  ].map((difference) => mailId({ ...ann, ...difference }));
  expect(new Set([mailId(ann), ...others]).size).toBe(others.length + 1);
});

it('does not say who gets a mail', () => {
  expect(recipientId('ann@example.com')).toMatch(/^[0-9a-f]{32}$/);
  expect(recipientId('Ann@Example.com')).toBe(recipientId('ann@example.com'));
});

it('gives each try of a mail one Message-ID, in the domain of its sender', () => {
  expect(messageId(ann, 'reports@example.com')).toBe(`<${mailId(ann)}@example.com>`);
  expect(messageId(ann, '"at@home"@example.com')).toBe(`<${mailId(ann)}@example.com>`);
  expect(messageId(ann, 'berichte@bücher.example')).toBe(`<${mailId(ann)}@xn--bcher-kva.example>`);
});

it('writes the domain of an address in ASCII', () => {
  expect(wireAddress('Zoé@BÜCHER.example')).toBe('Zoé@xn--bcher-kva.example');
  expect(wireAddress('ann@[127.0.0.1]')).toBe('ann@[127.0.0.1]');
  expect(wireAddress('ann@not a domain')).toBe('ann@not a domain');
});

it('gives the ids that the ledgers and the drafts of earlier versions hold', () => {
  expect(mailId(ann)).toBe('8d54e2347c0e564a244154b1a1531caa');
  expect(recipientId('ann@example.com')).toBe('b1741b801f6d092670e7c1f4ac966964');
  expect(draftId('sale')).toBe('<69d44bd37eaeac58c4f31ab3ac66a1d8@email-live-report.invalid>');
});

it('gives the draft of each delivery a Message-ID of its own, in no domain of anybody', () => {
  expect(draftId('sale')).toBe(draftId('sale'));
  expect(draftId('sale')).not.toBe(draftId('other'));
});
