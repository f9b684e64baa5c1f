import { expect, it } from 'vitest';
import { cronFault } from '../../src/config/cron.ts';

it.each([
  '0 7 * * *',
  '*/5 * * * *',
  '0 7 * * MON-FRI',
  '0 7 1,15 * *',
  '0 7 L * *',
  '0 0 29 2 *',
  ' 0  7 * * 7 ',
])('%s is a cron expression', (expression) => {
  expect(cronFault(expression)).toBeUndefined();
});

const fiveFields = 'must have five fields: minute, hour, day of the month, month, day of the week';

it.each([
  ['', fiveFields],
  ['0 7 * *', fiveFields],
  ['0 0 7 * * *', fiveFields],
  ['0 0 7 * * * 2026', fiveFields],
  ['@daily', fiveFields],
  ['2026-11-22T07:00:00', fiveFields],
  ['61 * * * *', 'is no cron expression: its minute cannot be read'],
  ['0 24 * * *', 'is no cron expression: its hour cannot be read'],
  ['0 7 32 * *', 'is no cron expression: its day of the month cannot be read'],
  ['0 7 * FOO *', 'is no cron expression: its month cannot be read'],
  ['0 7 * * MONDAY', 'is no cron expression: its day of the week cannot be read'],
  ['07:00 * * * *', 'is no cron expression: its minute cannot be read'],
  ['0 7 30 2 *', 'names a time that never comes'],
])('%j is none: %s', (expression, fault) => {
  expect(cronFault(expression)).toBe(fault);
});
