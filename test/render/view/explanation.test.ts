import { describe, expect, it } from 'vitest';
import en from '../../../src/locales/en.json' with { type: 'json' };
import { explanationKeys, explanations, isExplanation } from '../../../src/render/view/explanation.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';

const of = (status: string | null, code: string | null = null) => ({ status, code, reason: null });

describe('a bounce is explained', () => {
  it('by what its status means and what to do next', () => {
    const bounce = of('5.1.1');
    expect(explanations([bounce], formatOf('en', 'UTC')).get(bounce)).toBe(
      'The mailbox does not exist. Remove the address.',
    );
    expect(explanations([bounce], formatOf('fr', 'UTC')).get(bounce)).toBe(
      'La boîte aux lettres n’existe pas. Retirez l’adresse.',
    );
  });

  it('without giving the address up yet where the failure is temporary', () => {
    expect(explanationKeys(of('4.1.1'))).toEqual(['enhanced.1.1', 'step.later']);
    expect(explanationKeys(of('4.1.3'))).toEqual(['enhanced.1.3', 'step.later']);
  });

  it('with the same next step in both classes where the sender is to change something', () => {
    for (const status of ['4.7.23', '5.7.23']) {
      expect(explanationKeys(of(status))).toEqual(['enhanced.7.23', 'step.authentication']);
    }
  });

  it('by its subject where the detail is not known, and as having no details where neither is', () => {
    expect(explanationKeys(of('5.7.606'))).toEqual(['enhanced.7.0', 'step.reputation']);
    expect(explanationKeys(of('4.9.1'))).toEqual(['enhanced.0.0', 'step.later']);
  });

  it('by its reply where it has no status', () => {
    expect(explanationKeys(of(null, '551 gone'))).toEqual(['reply.551', 'step.correct']);
    expect(explanationKeys(of(null, '500 what?'))).toEqual([]);
  });

  it('not at all where it tells of no failure, or of nothing', () => {
    expect(explanationKeys(of('5.1.5'))).toEqual(['enhanced.1.5']);
    expect(explanationKeys(of('2.1.5'))).toEqual([]);
    expect(explanationKeys(of(null, 'X1'))).toEqual([]);
  });

  it('by the status in its code where a report of an earlier version does not tell it', () => {
    expect(explanationKeys(of(null, '550 5.7.25'))).toEqual(['enhanced.7.25', 'step.reverse']);
  });

  it('once in a list, where its explanation is first needed', () => {
    const [unknown, gone, full, fuller] = [of('5.1.1'), of('5.1.1'), of('4.2.2'), of('5.2.2')];
    const nothing = of(null);
    const notes = explanations([nothing, unknown, gone, full, fuller], formatOf('en', 'UTC'));
    expect([...notes.keys()]).toEqual([unknown, full]);
  });
});

it('every text that explains bounces is used by some', () => {
  const numbers = Array.from({ length: 31 }, (_, number) => number);
  const statuses = ['4', '5'].flatMap((failure) =>
    numbers.flatMap((subject) => numbers.map((detail) => of(`${failure}.${subject}.${detail}`))),
  );
  const replies = Array.from({ length: 200 }, (_, number) => of(null, String(400 + number)));
  const used = new Set([...statuses, ...replies].flatMap(explanationKeys));
  expect([...used].sort()).toEqual(Object.keys(en).filter(isExplanation).sort());
});
