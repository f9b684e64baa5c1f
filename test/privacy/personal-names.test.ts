import { expect, it } from 'vitest';
import { reportOf, reportsOf } from '../support/report-of.ts';

const sent = { event_type: 'sent', timestamp: 1_795_334_400 };
const later = { ...sent, timestamp: 1_795_334_401 };

it('shows no delivery by the address or id of a person, and tells those apart by numbers', async () => {
  const reports = await reportsOf([
    { ...later, delivery_id: 'cart of bob@example.com', recipient: 'bob@example.com' },
    { ...sent, delivery_id: 'cart of ada@example.com', recipient: 'ada@example.com' },
    { ...sent, delivery_id: 'profile-4711', recipient: 'profile-4711' },
    { ...sent, delivery_id: 'cart/profile-4712', recipient: 'profile-4712' },
    { ...sent, delivery_id: 'winter-sale', recipient: 'profile-4712' },
  ]);
  expect(reports.map(({ delivery }) => delivery.id).sort()).toEqual(
    ['cart of …@…', 'cart of …@… (2)', '…', 'cart/…', 'winter-sale'].sort(),
  );
  expect(reports[0]?.delivery.id).toBe('cart of …@… (2)');
  expect(reports.every(({ totals }) => totals.sent === 1)).toBe(true);
});

it('finds a delivery by its own id and by the one that is shown', async () => {
  const rows = [
    { ...sent, delivery_id: 'cart of ada@example.com' },
    { ...sent, delivery_id: 'other' },
  ];
  for (const deliveryId of ['cart of ada@example.com', 'cart of …@…']) {
    expect(await reportOf(rows, { deliveryId })).toMatchObject({ delivery: { id: 'cart of …@…' } });
  }
});

it('shows no label and no variant that is the id of a person', async () => {
  const report = await reportOf([
    { ...sent, delivery_label: 'For profile-4711', variant: 'profile-4711', recipient: 'profile-4711' },
    { ...sent, variant: 'A', recipient: 'A' },
    { ...sent, variant: 'A', recipient: 'B' },
    { ...sent, variant: 'C', recipient: 'C' },
    { ...sent, variant: 'ada@example.com', recipient: 'D' },
  ]);
  expect(report.delivery.label).toBe('For …');
  const delivered = report.sections.variants.rows.filter(({ metric }) => metric === 'delivered');
  expect(delivered.map(({ variant, of }) => [variant, of]).sort()).toEqual([
    ['A', 2],
    ['…', 2],
    ['…@…', 1],
  ]);
});

it('keeps the number of a delivery that is somebody else’s number by chance', async () => {
  const reports = await reportsOf([
    { ...later, delivery_id: '1234567', recipient: '1' },
    { ...later, delivery_id: '1234567', recipient: '1234567' },
    { ...sent, delivery_id: '7654321', recipient: '7654321' },
  ]);
  expect(reports.map(({ delivery }) => delivery.id)).toEqual(['1234567', '…']);
});
