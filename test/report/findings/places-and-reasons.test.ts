import { describe, expect, it } from 'vitest';
import { findingIn } from './judged.ts';

const provider = (name: string | null, sent: number, bounces: number, standsOut = false) => ({
  ...{ provider: name, sent, bounces, bounceRate: bounces / sent, standsOut },
  ...{ difference: standsOut ? 0.1 : 0, low: 0.05, high: 0.15 },
});
const failing = (...rows: readonly ReturnType<typeof provider>[]) =>
  findingIn('provider-failing', { sections: { 'mailbox-providers': { rows } } });

describe('a provider that fails', () => {
  it('stands out by its bounces', () => {
    expect(failing(provider('Google', 600, 6), provider('Orange', 100, 11))).toBeUndefined();
    expect(failing(provider('Google', 600, 6), provider('Orange', 100, 11, true))).toMatchObject({
      ...{ level: 'warning', subject: 'Orange', count: 11, whole: 100, section: 'mailbox-providers' },
      ...{ low: 0.05, high: 0.15 },
    });
  });

  it('is critical where it refuses more than half, standing out or not', () => {
    expect(failing(provider('Google', 600, 6), provider('Orange', 30, 15))).toBeUndefined();
    expect(failing(provider('Google', 600, 6), provider('Orange', 30, 16))).toMatchObject({
      level: 'critical',
    });
  });

  it('has thirty messages at least, and a name', () => {
    expect(failing(provider('Google', 600, 6), provider('Orange', 29, 28, true))).toBeUndefined();
    expect(failing(provider('Google', 600, 6), provider(null, 100, 90, true))).toBeUndefined();
  });

  it('is the one with most bounces beyond its share', () => {
    const rows = [
      provider('Google', 600, 6),
      provider('SFR', 40, 30, true),
      provider('Orange', 200, 80, true),
    ];
    expect(failing(...rows)?.subject).toBe('Orange');
  });

  it('is not to blame where everything bounces everywhere', () => {
    expect(failing(provider('Google', 600, 600), provider('Orange', 600, 600))).toBeUndefined();
  });
});

describe('blocks', () => {
  const blocks = (google: number, orange: number, sent = 1000) =>
    findingIn('blocks', {
      totals: { sent },
      sections: {
        blocks: {
          rows: [
            { provider: 'Google', count: google },
            { provider: 'Orange', count: orange },
          ],
        },
      },
    });

  it('warn beyond 0.5 % of what was sent and are critical beyond 5 %, named after where most are', () => {
    expect(blocks(4, 6, 2000)).toBeUndefined();
    expect(blocks(4, 6, 1999)).toMatchObject({ level: 'warning', subject: 'Orange', count: 10, whole: 1999 });
    expect(blocks(30, 20)).toMatchObject({ level: 'warning', subject: 'Google' });
    expect(blocks(30, 21)).toMatchObject({ level: 'critical' });
    expect(blocks(4, 5)).toBeUndefined();
  });
});

describe('a reason that dominates', () => {
  const reasons = (count: number, others: number, sent = 1000, reason: string | null = 'mailbox full') =>
    findingIn('dominant-bounce-reason', {
      totals: { sent },
      sections: {
        'bounce-reasons': {
          rows: [
            { reason, code: '4.2.2', count },
            ...['other', 'another'].map((reason) => ({
              ...{ reason, code: null, count: others / 2 },
            })),
          ],
        },
      },
    });

  it('is half of the bounces, and a hundredth of what was sent', () => {
    expect(reasons(20, 22)).toBeUndefined();
    expect(reasons(20, 20)).toMatchObject({
      level: 'warning',
      subject: 'mailbox full',
      count: 20,
      whole: 40,
    });
    expect(reasons(20, 0, 2000)).toBeDefined();
    expect(reasons(20, 0, 2001)).toBeUndefined();
    expect(reasons(19, 0)).toBeUndefined();
  });

  it('is one that was given', () => {
    expect(reasons(500, 0, 1000, null)).toBeUndefined();
  });

  it('may be that of the errors', () => {
    const errors = (count: number) =>
      findingIn('dominant-error-reason', {
        totals: { errors: count },
        sections: { 'error-reasons': { rows: [{ reason: 'no address', code: null, count }] } },
      });
    expect(errors(19)).toBeUndefined();
    expect(errors(20)).toMatchObject({
      section: 'error-reasons',
      subject: 'no address',
      count: 20,
      whole: 20,
    });
  });
});

describe('opens by machines', () => {
  it('are more than half of fifty opens or more, of the declared ones', () => {
    const opens = (machineOpens: number, opens: number) =>
      findingIn('machine-opens', { totals: { opens, machineOpens } });
    expect(opens(25, 25)).toBeUndefined();
    expect(opens(26, 24)).toMatchObject({ level: 'notice', section: 'email-summary', count: 26, whole: 50 });
    expect(opens(26, 23)).toBeUndefined();
  });

  it('are those that are suspected, too, where that is known', () => {
    const rows = [{ activity: 'opens' as const, all: 100, declared: 20, suspected: 31 }];
    expect(findingIn('machine-opens', { sections: { 'machine-activity': { rows } } })).toMatchObject({
      ...{ section: 'machine-activity', count: 51, whole: 100 },
    });
  });
});

describe('the health of the dump', () => {
  it('is told of where more than 1 % of its rows could not be used, or more than 10 %', () => {
    const rejected = (rejected: number, read: number) =>
      findingIn('rejected-rows', { audit: { read, rejected } });
    expect(rejected(5, 500)).toBeUndefined();
    expect(rejected(5, 499)).toMatchObject({ level: 'warning', section: null, count: 5, whole: 499 });
    expect(rejected(10, 100)).toMatchObject({ level: 'warning' });
    expect(rejected(11, 100)).toMatchObject({ level: 'critical' });
    expect(rejected(4, 10)).toBeUndefined();
  });

  it('is told of where a tenth of its rows are copies', () => {
    const copies = (duplicates: number, counted: number) =>
      findingIn('duplicate-rows', { audit: { counted, duplicates } });
    expect(copies(20, 181)).toBeUndefined();
    expect(copies(20, 180)).toMatchObject({ level: 'notice', count: 20, whole: 200, value: 0.1 });
    expect(copies(19, 10)).toBeUndefined();
  });

  it('sets copies against all rows of the delivery, those outside of the window too', () => {
    const audit = { duplicates: 20, counted: 0, outsideWindow: 180 };
    expect(findingIn('duplicate-rows', { audit })).toMatchObject({ count: 20, whole: 200 });
    expect(findingIn('duplicate-rows', { audit: { ...audit, outsideWindow: 181 } })).toBeUndefined();
  });
});
