import { expect, it } from 'vitest';
import { reportOf, reportsOf } from '../support/report-of.ts';

const at = (hour: number): string => `2026-10-24T${String(hour).padStart(2, '0')}:00:00Z`;

it('deliveries that are named after people have the same numbers whether tests count or not', async () => {
  const rows = [
    { event_type: 'sent', timestamp: at(1), message_id: '1', delivery_id: 'ada@example.com', is_test: true },
    { event_type: 'sent', timestamp: at(5), message_id: '2', delivery_id: 'ada@example.com' },
    { event_type: 'sent', timestamp: at(3), message_id: '3', delivery_id: 'bob@example.com' },
  ];
  for (const includeTests of [false, true]) {
    const reports = await reportsOf(rows, { includeTests });
    const ids = new Map(reports.map(({ delivery }) => [delivery.lastEvent?.slice(11, 13), delivery.id]));
    expect(ids).toEqual(
      new Map([
        ['05', '…@…'],
        ['03', '…@… (2)'],
      ]),
    );
  }
});

it('a delivery has the same label whether tests count or not', async () => {
  const row = { event_type: 'sent', timestamp: at(1), delivery_id: 'a' };
  const rows = [
    // In bytes this order, in the units of JavaScript's texts the other one.
    { ...row, message_id: '1', delivery_label: '\uffff' },
    { ...row, message_id: '2', delivery_label: '😀', is_test: true },
  ];
  for (const includeTests of [false, true])
    expect((await reportOf(rows, { includeTests })).delivery.label).toBe('😀');
});

it('variants that differ behind a NUL are told apart', async () => {
  const row = { event_type: 'sent', timestamp: at(1) };
  const { sections } = await reportOf(
    ['a\0b', 'a\0c', 'd'].map((variant) => ({ ...row, message_id: variant, variant })),
  );
  expect(new Set(sections.variants.rows.map(({ variant }) => variant))).toEqual(
    new Set(['a\0b', 'a\0c', 'd']),
  );
});

it('deliveries and variants that differ in a byte order mark are told apart', async () => {
  const row = { event_type: 'sent', timestamp: at(1) };
  const names = ['\ufeffa', 'a'];
  const rows = names.flatMap((name) =>
    names.map((variant) => ({ ...row, message_id: name + variant, delivery_id: name, variant })),
  );
  const reports = await reportsOf(rows);
  expect(new Set(reports.map(({ delivery }) => delivery.id))).toEqual(new Set(names));
  for (const { audit, sections } of reports) {
    expect(audit).toMatchObject({ counted: 2, outsideWindow: 0 });
    expect(new Set(sections.variants.rows.map(({ variant }) => variant))).toEqual(new Set(names));
  }
});
