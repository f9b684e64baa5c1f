import { expect, it } from 'vitest';
import { figuresOf } from '../../src/nightly/figures.ts';
import { partialReport } from '../support/partial-report.ts';
import { reportOf } from '../support/report-of.ts';

const send = { event_type: 'sent', timestamp: '2026-03-14T08:00:00Z', delivery_id: 'a', message_id: '1' };
const other = { ...send, delivery_id: 'b' };

it('tells that a delivery has new figures', async () => {
  const before = await reportOf([send]);
  const after = await reportOf([
    send,
    { ...send, event_type: 'delivered', timestamp: '2026-03-14T08:00:02Z' },
  ]);
  expect(figuresOf(after)).not.toBe(figuresOf(before));
});

it('takes neither a dump that has grown by other deliveries nor a window that has moved on for news', async () => {
  const before = await reportOf([send]);
  const grown = await reportOf([send, other, other], { deliveryId: 'a' });
  expect(grown.audit).not.toEqual(before.audit);
  expect(figuresOf(grown)).toBe(figuresOf(before));

  const window = { kind: 'between', from: Date.parse('2026-03-14'), to: null } as const;
  expect(figuresOf(await reportOf([send], { window }))).toBe(figuresOf(before));
});

it('takes it for news that the same figures are of all the data now', async () => {
  const report = await reportOf([send]);
  expect(figuresOf(partialReport(report))).not.toBe(figuresOf(report));
});
