import { describe, expect, it } from 'vitest';
import { course, findingIn, hour, later, minute } from './judged.ts';

const steps = (count: number, step: object) => Array.from({ length: count }, () => step);

describe('a delivery that has stalled', () => {
  const stalled = (silent: number, sent: number, totals: object = {}) =>
    findingIn('delivery-stalled', {
      totals: { sent: 1000, delivered: 1000 - silent * sent, pending: silent * sent, ...totals },
      sections: { 'email-performance': course({ sent: 500, delivered: 500 }, ...steps(silent, { sent })) },
    });

  it('goes on sending for a quarter of an hour without an answer', () => {
    expect(stalled(1, 200)).toBeUndefined();
    expect(stalled(2, 100)).toMatchObject({
      ...{ level: 'critical', count: 200, whole: 1000, section: 'email-performance' },
      subject: `${later(10 * minute)}/${later(30 * minute)}`,
    });
  });

  it('has sent a hundred messages, and a tenth of all', () => {
    expect(stalled(3, 33)).toBeUndefined();
    expect(stalled(2, 50)).toBeDefined();
    expect(stalled(2, 50, { sent: 1001 })).toBeUndefined();
  });

  it('has done so by the end of the data, not of a step that reaches beyond it', () => {
    const started = (end: number) =>
      findingIn('delivery-stalled', {
        totals: { delivered: 0, pending: 1000 },
        sections: { 'email-performance': { ...course({ sent: 1000 }), bucket: 'PT1H' } },
        end,
      });
    expect(started(14 * minute)).toBeUndefined();
    expect(started(15 * minute)).toMatchObject({ subject: `${later(0)}/${later(15 * minute)}` });
  });

  it('was only slow where the answers came later', () => {
    expect(stalled(2, 100, { pending: 100 })).toBeDefined();
    expect(stalled(2, 100, { pending: 99 })).toBeUndefined();
  });
});

describe('many pending messages', () => {
  const pending = (count: number, end: number, sent = 1000) =>
    findingIn('many-pending', { totals: { sent, pending: count }, end });

  it('are more than a fifth, an hour after the last send', () => {
    expect(pending(200, 2 * hour)).toBeUndefined();
    expect(pending(201, 2 * hour)).toMatchObject({ level: 'warning', limit: 0.2, count: 201, whole: 1000 });
    expect(pending(201, hour + 9 * minute)).toBeUndefined();
    expect(pending(201, hour + 10 * minute)).toBeDefined();
  });

  it('are chance among 29', () => {
    expect(pending(29, 2 * hour, 29)).toBeUndefined();
    expect(pending(30, 2 * hour, 30)).toBeDefined();
  });
});

describe('a provisional report', () => {
  const provisional = (pending: number, end: number, retryWindow = 84 * hour) =>
    findingIn('provisional', { totals: { pending }, end }, { retryWindow });

  it('has messages that may still be tried again, by the last event of the dump', () => {
    expect(provisional(0, hour)).toBeUndefined();
    expect(provisional(1, hour)).toMatchObject({ level: 'notice', count: 1, whole: 1000 });
    expect(provisional(1, 84 * hour + 9 * minute)).toBeDefined();
    expect(provisional(1, 84 * hour + 10 * minute)).toBeUndefined();
  });

  it('is one for as long as the option says', () => {
    expect(provisional(1, 24 * hour, 24 * hour)).toBeDefined();
    expect(provisional(1, 25 * hour, 24 * hour)).toBeUndefined();
    expect(provisional(1, 14 * hour + 10 * minute, 24 * hour)).toMatchObject({ value: 10 });
  });
});

describe('a burst of errors', () => {
  const burst = (errors: number, others: number, sent = 0) =>
    findingIn('error-burst', {
      totals: { errors: errors + others },
      sections: {
        'email-performance': course({ errors: others, sent: 100 }, ...steps(4, { sent: 100 }), {
          errors,
          sent,
        }),
      },
    });

  const spread = (errors: number, others: number) =>
    findingIn('error-burst', {
      totals: { errors: errors + others },
      sections: {
        'email-performance': course(
          { errors },
          { errors: others - 5 },
          { errors: 5 },
          ...steps(3, { sent: 100 }),
        ),
      },
    });

  it('is half of twenty errors or more in one step', () => {
    expect(burst(10, 9)).toBeUndefined();
    expect(spread(10, 11)).toBeUndefined();
    expect(burst(10, 10)).toMatchObject({ level: 'warning', count: 10, whole: 20, value: 0.5 });
    expect(burst(15, 5)?.subject).toBe(`${later(50 * minute)}/${later(60 * minute)}`);
  });

  it('is none where the sends came in a burst too', () => {
    expect(burst(30, 5, 500)).toBeDefined();
    expect(burst(30, 5, 501)).toBeUndefined();
  });

  it('needs a course of six steps', () => {
    const five = course({ sent: 100 }, ...steps(3, { sent: 100 }), { errors: 30 });
    expect(
      findingIn('error-burst', { totals: { errors: 30 }, sections: { 'email-performance': five } }),
    ).toBeUndefined();
  });
});

describe('silent hours', () => {
  const silent = (count: number, around: object = { sent: 20 }, ...more: object[]) =>
    findingIn('silent-hours', {
      sections: {
        'email-performance': course(
          ...steps(6, { sent: 20 }),
          around,
          ...steps(count, {}),
          ...steps(6, { sent: 20 }),
          ...more,
        ),
      },
    });

  it('are two without any event in the middle of the sending', () => {
    expect(silent(11)).toBeUndefined();
    expect(silent(12)).toMatchObject({
      ...{ level: 'warning', section: 'email-performance', value: 2 },
      subject: `${later(70 * minute)}/${later(190 * minute)}`,
    });
  });

  it('are none where the sending had run out before', () => {
    expect(silent(12, { sent: 5 })).toBeUndefined();
  });

  it('are a habit where they come twice', () => {
    expect(silent(12, { sent: 20 }, ...steps(12, {}), ...steps(3, { sent: 20 }))).toBeUndefined();
  });

  it('are none at the pace of three messages in ten minutes', () => {
    const slow = course(...steps(6, { sent: 3 }), ...steps(12, {}), ...steps(6, { sent: 3 }));
    expect(findingIn('silent-hours', { sections: { 'email-performance': slow } })).toBeUndefined();
  });
});
