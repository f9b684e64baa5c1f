import { expect, it } from 'vitest';
import { BadDataError } from '../../src/errors.ts';
import { type Journal, jsonJournal, type RunEvent, textJournal } from '../../src/nightly/journal.ts';
import type { Terminal } from '../../src/terminal.ts';

const sale = { report: 'nightly', edition: '2026-11-22', delivery: 'sale' };
const nothingBefore = { already: 0, refusedBefore: 0, unchanged: 0, unknown: 0 };

/** What a journal says of an event: results as they are, all else behind a mark. */
function saidOf(journalOn: (terminal: Terminal) => Journal, event: RunEvent): readonly string[] {
  const said: string[] = [];
  journalOn({
    result: (line) => said.push(line),
    error: (line) => said.push(`error: ${line}`),
    warn: (line) => said.push(`warning: ${line}`),
    note: (line) => said.push(`note: ${line}`),
    json: () => {},
    progress: () => {},
  }).say(event);
  return said;
}

const inText = (event: RunEvent) => saidOf(textJournal, event);
const inJson = (event: RunEvent, addresses = false): readonly unknown[] =>
  saidOf((terminal) => jsonJournal(terminal, addresses, () => 0), event).map((line) => JSON.parse(line));

it('sums a report up in a line, without what did not occur', () => {
  const counts = { ...nothingBefore, accepted: 3, refused: 1, deferred: 0, already: 2, unknown: 1 };
  expect(inText({ event: 'mailed', ...sale, ...counts, words: '' })).toEqual([
    'nightly 2026-11-22 sale: 3 mailed, 1 refused, 1 may have it, 2 had it before',
  ]);
});

it('shows mails that are alike once, and whom they would go to in notes only', () => {
  const mail = { subject: 'The sale', attached: ['sale.pdf'], bytes: 102_400 };
  const mails = [
    { ...mail, recipient: 'anna@example.com' },
    { ...mail, recipient: 'bert@example.com' },
    { ...mail, recipient: 'claire@example.com', subject: 'La vente', attached: [] },
  ];
  const event = { event: 'rehearsed', ...sale, mails, ...nothingBefore, already: 4 } as const;
  expect(inText(event)).toEqual([
    'nightly 2026-11-22 sale: would mail 3, 4 had it before',
    '  2 × "The sale", 100 KB, with sale.pdf',
    '  1 × "La vente", 100 KB, nothing attached',
    'note:   to anna@example.com',
    'note:   to bert@example.com',
    'note:   to claire@example.com',
  ]);
  expect(JSON.stringify(inJson(event))).not.toContain('@');
  expect(JSON.stringify(inJson(event, true))).toContain('bert@example.com');
});

it('warns of a mail that did not arrive without its address, which is a note', () => {
  const mail = { event: 'mail', ...sale, mail: '0a1b', recipient: 'anna@example.com' } as const;
  expect(inText({ ...mail, state: 'refused', words: '550 5.1.1 no such user' })).toEqual([
    'error: nightly 2026-11-22 sale: mail 0a1b refused: 550 5.1.1 no such user',
    'note: nightly 2026-11-22 sale: anna@example.com: mail 0a1b refused: 550 5.1.1 no such user',
  ]);
  expect(inText({ ...mail, state: 'accepted', words: '250 ok' })).toEqual([
    'note: nightly 2026-11-22 sale: anna@example.com: mail 0a1b accepted: 250 ok',
  ]);
});

it('tells of a failure with what to do and its exit status', () => {
  const error = new BadDataError('dump.ndjson: no row can be used', 'export it again');
  const event = { event: 'failed', ...sale, delivery: null, error } as const;
  expect(inText(event)).toEqual([
    'error: nightly 2026-11-22: not mailed: dump.ndjson: no row can be used (export it again)',
  ]);
  expect(inJson(event)).toEqual([
    {
      ...{ time: '1970-01-01T00:00:00.000Z', event: 'failed', ...sale, delivery: null },
      ...{ message: 'dump.ndjson: no row can be used', hint: 'export it again', exitStatus: 65 },
    },
  ]);
});

it('says why mails were not reached, and what it waits for', () => {
  const words = 'getaddrinfo ENOTFOUND smtp.example.com';
  expect(inText({ event: 'waiting', ...sale, mails: 2, seconds: 5, words })).toEqual([
    `warning: nightly 2026-11-22 sale: 2 mails wait 5 s to be tried again: ${words}`,
  ]);
  const counts = { ...nothingBefore, accepted: 1, refused: 0, deferred: 2, refusedBefore: 1 };
  expect(inText({ event: 'mailed', ...sale, ...counts, words })).toEqual([
    `error: nightly 2026-11-22 sale: not reached: ${words}`,
    'nightly 2026-11-22 sale: 1 mailed, 2 not reached, 1 refused before',
  ]);
});

it('says whether the owner could be told', () => {
  const notice = { event: 'notice', ...sale, delivery: null, words: '550 no' } as const;
  expect(inText({ ...notice, told: 1, untold: 0 })).toEqual([
    'warning: nightly 2026-11-22: its owner has been told by mail',
  ]);
  expect(inText({ ...notice, told: 0, untold: 1 })).toEqual([
    'error: nightly 2026-11-22: its owner could not be told: 550 no',
  ]);
});
