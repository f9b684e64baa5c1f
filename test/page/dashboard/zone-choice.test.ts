import { describe, expect, it } from 'vitest';
import { differentZones } from '../../../src/page/dashboard/zone-choice.ts';

const summer = Date.parse('2026-07-01T12:00:00Z');
const winter = Date.parse('2026-12-01T12:00:00Z');

describe('the zones to choose from', () => {
  it('are each there under one name', () => {
    expect(differentZones(['Asia/Kolkata', 'Asia/Calcutta', 'UTC'], [summer])).toEqual([
      'Asia/Kolkata',
      'UTC',
    ]);
    expect(differentZones(['Etc/UTC', 'America/New_York', 'UTC'], [summer])).toEqual([
      'Etc/UTC',
      'America/New_York',
    ]);
  });

  it('differ at some time of the report', () => {
    expect(differentZones(['Europe/London', 'UTC'], [winter])).toEqual(['Europe/London']);
    expect(differentZones(['Europe/London', 'UTC'], [winter, summer])).toEqual(['Europe/London', 'UTC']);
  });
});
