import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dumpOf } from './dump-of.ts';

const folder = new URL('../../samples/', import.meta.url);

// With `vitest run --update` these write the samples anew.
describe('the committed samples', () => {
  test('native.ndjson is what the generator makes today', async () => {
    await expect(dumpOf('native', 1000, 58)).toMatchFileSnapshot(pathOf('native.ndjson'));
  });

  test('ajo.ndjson is what the generator makes today', async () => {
    await expect(dumpOf('ajo', 700, 30)).toMatchFileSnapshot(pathOf('ajo.ndjson'));
  });

  test('deliveries.ndjson holds three deliveries of three days', async () => {
    await expect(threeDeliveries()).toMatchFileSnapshot(pathOf('deliveries.ndjson'));
  });

  test('native.csv has a column for every canonical one', async () => {
    const [header] = (await readFile(new URL('native.csv', folder), 'utf8')).split('\n');
    expect(header?.split(',')).toHaveLength(16);
  });

  test.each([
    ['native.ndjson', 1_000_000],
    ['ajo.ndjson', 1_000_000],
    ['deliveries.ndjson', 200_000],
    ['native.csv', 10_000],
  ])('%s is smaller than %i bytes', async (name, limit) => {
    expect((await stat(new URL(name, folder))).size).toBeLessThan(limit);
  });
});

function threeDeliveries(): string {
  const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour);
  return [
    dumpOf('native', 50, 250, { id: 'welcome', label: 'Welcome on board', start: at(18, 9) }),
    dumpOf('native', 75, 304, { id: 'black-friday', label: 'Black Friday', start: at(20, 7) }),
    dumpOf('native', 105, 52, {
      id: 'winter-sale-reminder',
      label: 'Winter sale: last days',
      start: at(24, 16),
    }),
  ].join('');
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, folder));
}
