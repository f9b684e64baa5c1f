import { describe, expect, test } from 'vitest';
import { compare } from '../../bench/verify/compare.ts';
import { independentFigures } from '../../bench/verify/independent.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const at = '2026-11-22T08:00:00Z';
const row = (event_type: string, event_id: string, more: object = {}): string =>
  JSON.stringify({ event_type, timestamp: at, delivery_id: 'sale', event_id, ...more });

const rows = [
  row('excluded', '1', { recipient: 'e' }),
  row('sent', '2', { message_id: 'a', recipient: 'ada' }),
  row('sent', '3', { message_id: 'b', recipient: 'bob' }),
  row('sent', '4', { message_id: 'c', recipient: 'cat' }),
  row('sent', '5', { message_id: 'd', recipient: 'dan' }),
  row('delivered', '6', { message_id: 'a', recipient: 'ada' }),
  row('delivered', '7', { message_id: 'b', recipient: 'bob' }),
  row('delivered', '8', { message_id: 'c', recipient: 'cat' }),
  // A late refusal takes the delivery back, an auto-reply does not.
  row('bounce', '9', { message_id: 'b', recipient: 'bob', code: '550 5.1.1', reason: 'Unknown' }),
  row('bounce', '10', { message_id: 'c', recipient: 'cat', bounce_category: 'Ignored', reason: 'Away' }),
  row('Open', '11', { message_id: 'a', recipient: ' ada ' }),
  row('open', '12', { message_id: 'a', recipient: 'ada' }),
  row('open', '13', { message_id: 'c', recipient: 'cat', is_machine: true }),
  row('click', '14', { message_id: 'a' }),
  // A second copy, a row that names no event, a test, another delivery.
  row('open', '12', { message_id: 'a', recipient: 'ada' }),
  row('error', '', { recipient: 'eve', code: '4', reason: 'Late' }),
  row('error', '', { recipient: 'eve', code: '4', reason: 'Late' }),
  row('sent', '15', { message_id: 't', is_test: 'yes' }),
  row('sent', '12', { delivery_id: 'other', message_id: 'o' }),
  // No type that is known, no time, no JSON.
  row('landing', '16'),
  row('sent', '17', { timestamp: 'tomorrow' }),
  '{"event_type":"sent",',
].join('\n');

test('the independent count follows design.md on every kind of row', async () => {
  const figures = await independentFigures(temporaryFile('dump.ndjson', `${rows}\n`), 'sale');
  expect(Object.fromEntries(figures)).toEqual({
    'audit.read': 22,
    'audit.rejected': 3,
    'audit.otherDeliveries': 1,
    'audit.duplicates': 1,
    'audit.test': 1,
    'audit.counted': 16,
    'totals.targeted': 7,
    'totals.excluded': 1,
    'totals.sent': 4,
    'totals.delivered': 2,
    'totals.bounces': 2,
    'totals.hard': 1,
    'totals.soft': 0,
    'totals.ignored': 1,
    'totals.errors': 2,
    'totals.opens': 2,
    'totals.clicks': 1,
    'totals.uniqueOpens': 1,
    'totals.uniqueClicks': 1,
    'totals.machineOpens': 1,
    'totals.machineClicks': 0,
    'totals.retries': 0,
    'totals.unsubscribes': 0,
    'totals.complaints': 0,
    'totals.pending': 1,
    'bounce-reasons: hard | 550 5.1.1 | Unknown': 1,
    'bounce-reasons: ignored | - | Away': 1,
    'error-reasons: 4 | Late': 2,
  });
});

describe('two counts', () => {
  const counts = (entries: Record<string, number>) => new Map(Object.entries(entries));

  test('agree where all figures are the same', () => {
    expect(compare(counts({ sent: 3, opens: 1 }), counts({ opens: 1, sent: 3 }))).toEqual([
      { name: 'opens', reported: 1, independent: 1, agrees: true },
      { name: 'sent', reported: 3, independent: 3, agrees: true },
    ]);
  });

  test('differ in what is another figure, and in what only one of them has', () => {
    const differing = compare(counts({ sent: 3, opens: 1 }), counts({ sent: 4, clicks: 0 }));
    expect(differing.filter(({ agrees }) => !agrees).map(({ name }) => name)).toEqual([
      'sent',
      'clicks',
      'opens',
    ]);
  });
});
