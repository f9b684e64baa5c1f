import { expect, it } from 'vitest';
import { usualSubject } from '../../src/mail/usual-subject.ts';
import { partialReport } from '../support/partial-report.ts';
import { reportOf } from '../support/report-of.ts';

const event = (event_type: string, hour: number) => ({
  ...{
    event_type,
    delivery_id: 'sale',
    delivery_label: 'The sale',
    message_id: '1',
    recipient: 'a@b.example',
  },
  timestamp: `2026-11-21T${String(hour).padStart(2, '0')}:00:00Z`,
});

it('says how much was delivered and how much bounced', async () => {
  const report = await reportOf([event('sent', 10), event('delivered', 11)]);
  expect(usualSubject(report, '', 'en')).toBe('The sale: 100% delivered, 0% bounced');
  expect(usualSubject(report, '⚠ ', 'fr')).toBe('⚠ The sale\u202f: 100\u202f% délivrés, 0\u202f% de bounces');
});

it('says what was opened and clicked where nothing was sent in its time', async () => {
  const window = { kind: 'between', from: Date.parse('2026-11-21T12:00:00Z'), to: null } as const;
  const rows = [event('sent', 10), event('delivered', 11), event('open', 13), event('click', 14)];
  expect(usualSubject(await reportOf(rows, { window }), '', 'en')).toBe('The sale: opens 1, clicks 1');
});

it('marks a partial report', async () => {
  const report = partialReport(await reportOf([event('sent', 10), event('delivered', 11)]));
  expect(usualSubject(report, '⚠ ', 'en')).toBe('⚠ The sale (partial): 100% delivered, 0% bounced');
  expect(usualSubject(report, '', 'fr')).toMatch(/^The sale \(partiel\)\s: 100\s% délivrés/);
});
