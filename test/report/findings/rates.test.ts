import { describe, expect, it } from 'vitest';
import { findingIn } from './judged.ts';

describe('complaints', () => {
  const complaints = (count: number, delivered = 1000, thresholds = {}) =>
    findingIn('complaint-rate', { totals: { complaints: count, delivered } }, { thresholds });

  it('warn beyond 0.1 % of what was delivered, and are critical beyond 0.3 %', () => {
    expect(complaints(3, 3000)).toBeUndefined();
    expect(complaints(3, 2999)).toMatchObject({ level: 'warning', limit: 0.001, count: 3, whole: 2999 });
    expect(complaints(3, 1000)).toMatchObject({ level: 'warning', value: 0.003 });
    expect(complaints(4, 1000)).toMatchObject({ level: 'critical', limit: 0.003, section: 'email-summary' });
  });

  it('are chance where there are two, or few messages', () => {
    expect(complaints(2, 100)).toBeUndefined();
    expect(complaints(3, 99)).toBeUndefined();
    expect(complaints(3, 100)).toMatchObject({ level: 'critical' });
  });

  it('have the limit of the config instead, at any volume', () => {
    expect(complaints(1, 10, { complaints: 0.1 })).toBeUndefined();
    expect(complaints(2, 10, { complaints: 0.1 })).toMatchObject({ level: 'critical', limit: 0.1 });
    expect(complaints(2, 1000, { complaints: 0.0015 })).toMatchObject({ level: 'warning', limit: 0.0015 });
  });
});

describe('bounces', () => {
  const bounces = (count: number, sent = 1000, thresholds = {}) =>
    findingIn('bounce-rate', { totals: { bounces: count, sent } }, { thresholds });

  it('warn beyond 2 % of what was sent, and are critical beyond 5 %', () => {
    expect(bounces(20)).toBeUndefined();
    expect(bounces(21)).toMatchObject({
      level: 'warning',
      value: 0.021,
      limit: 0.02,
      count: 21,
      whole: 1000,
    });
    expect(bounces(50)).toMatchObject({ level: 'warning' });
    expect(bounces(51)).toMatchObject({ level: 'critical', limit: 0.05, section: 'bounce-categories' });
  });

  it('are chance where there are two, or few messages', () => {
    expect(bounces(2, 30)).toBeUndefined();
    expect(bounces(3, 29)).toBeUndefined();
    expect(bounces(3, 30)).toMatchObject({ level: 'critical' });
  });

  it('are critical from the limit of the config on where that is above ours', () => {
    expect(bounces(79, 1000, { bounces: 0.08 })).toBeUndefined();
    expect(bounces(81, 1000, { bounces: 0.08 })).toMatchObject({ level: 'critical', limit: 0.08 });
    expect(bounces(15, 1000, { bounces: 0.01 })).toMatchObject({ level: 'warning', limit: 0.01 });
  });
});

describe('errors', () => {
  const errors = (count: number, sent = 1000, thresholds = {}) =>
    findingIn('error-rate', { totals: { errors: count, sent } }, { thresholds });

  it('warn beyond 5 for every hundred sent, and are critical beyond 20', () => {
    expect(errors(50)).toBeUndefined();
    expect(errors(51)).toMatchObject({ level: 'warning', limit: 0.05, count: 51 });
    expect(errors(200)).toMatchObject({ level: 'warning' });
    expect(errors(201)).toMatchObject({ level: 'critical', limit: 0.2, section: 'error-reasons' });
  });

  it('are chance where there are four of them', () => {
    expect(errors(4, 10)).toBeUndefined();
    expect(errors(5, 10)).toMatchObject({ level: 'critical' });
    expect(errors(1, 10, { errors: 0.05 })).toMatchObject({ level: 'warning', limit: 0.05 });
  });
});

describe('the delivery rate', () => {
  const delivered = (count: number, thresholds = {}) =>
    findingIn('delivered-rate', { totals: { delivered: count } }, { thresholds });

  it('is judged only by a limit of the config', () => {
    expect(delivered(500)).toBeUndefined();
    expect(delivered(950, { delivered: 0.95 })).toBeUndefined();
    expect(delivered(949, { delivered: 0.95 })).toMatchObject({
      ...{ level: 'warning', value: 0.949, limit: 0.95, count: 949, whole: 1000 },
    });
  });
});

describe('nothing sent', () => {
  const none = { sent: 0, delivered: 0, opens: 0, clicks: 0 };
  const nothing = (totals: object) => findingIn('nothing-sent', { totals: { ...none, ...totals } });

  it('is critical where errors or exclusions kept all messages back', () => {
    expect(nothing({ errors: 1 })).toMatchObject({
      level: 'critical',
      section: 'error-reasons',
      count: 1,
      whole: 1,
    });
    expect(nothing({ excluded: 2 })).toMatchObject({ section: 'excluded-reasons', count: 0, whole: 2 });
    expect(nothing({ errors: 5, sent: 1 })).toBeUndefined();
  });

  it('is told apart from a window without sends', () => {
    expect(nothing({})).toBeUndefined();
    expect(findingIn('no-sends', { totals: none })).toMatchObject({ level: 'notice' });
    expect(findingIn('no-sends', { totals: { sent: 1 } })).toBeUndefined();
    expect(findingIn('no-sends', { totals: { ...none, errors: 1 } })).toBeUndefined();
  });

  it('is not said of a window that was cut behind the sending', () => {
    for (const later of ['delivered', 'bounces', 'opens', 'machineClicks']) {
      const totals = { ...none, errors: 1, excluded: 1, [later]: 1 };
      expect(nothing(totals)).toBeUndefined();
      expect(findingIn('no-sends', { totals })).toMatchObject({ level: 'notice' });
    }
  });
});
