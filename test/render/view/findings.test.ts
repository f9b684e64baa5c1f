import { describe, expect, it } from 'vitest';
import { locales } from '../../../src/locales/locale.ts';
import { findingViews } from '../../../src/render/view/findings.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { type Finding, findingIds } from '../../../src/report/findings/index.ts';
import { readReport } from '../reports.ts';

const { rates, sections } = readReport('typical');

/** A finding as it is shown; all of its figures are there. */
function shown(finding: Partial<Finding>, locale: (typeof locales)[number] = 'en') {
  const row: Finding = {
    ...{ finding: 'bounce-rate', level: 'warning', section: 'bounce-categories', subject: null },
    ...{ value: 0.021, limit: 0.02, count: 1234, whole: 56_789, low: 0.01, high: 0.03 },
    ...finding,
  };
  const report = { rates, sections: { ...sections, findings: { rows: [row] } } };
  const [view] = findingViews(report, formatOf(locale, 'Europe/Paris'));
  return view;
}

describe('a finding in words', () => {
  it('names its figures', () => {
    expect(shown({})).toEqual({
      level: 'warning',
      word: 'Warning:',
      sentence: '1,234 of 56,789 messages bounced, 2.1%: over the limit of 2%.',
      link: { section: 'bounce-categories', title: 'Bounce categories' },
    });
    expect(shown({}, 'fr')?.sentence).toBe(
      '1\u202f234 bounces pour 56\u202f789 messages envoyés, soit 2,1\u202f%\u202f: au-dessus de la limite de 2\u202f%.',
    );
  });

  it('shows a rate in full where it is hardly past its limit', () => {
    expect(shown({ value: 0.02004 })?.sentence).toMatch(/2\.004%: over the limit of 2%/);
  });

  it('rounds what is no limit that somebody chose', () => {
    const sentence = shown({
      finding: 'provider-failing',
      subject: 'Orange',
      value: 0.5,
      limit: 0.012345,
    })?.sentence;
    expect(sentence).toBe(
      'Orange refuses more than others: 1,234 of 56,789 messages bounced there, 50.0%, against 1.2% elsewhere.',
    );
  });

  it('tells stretches of time in the zone of the report', () => {
    const subject = '2026-11-24T08:00:00.000Z/2026-11-24T09:30:00.000Z';
    expect(shown({ finding: 'silent-hours', subject })?.sentence).toBe(
      'The dump has no event in the middle of the sending (24 Nov 2026, 09:00 – 10:30): it may not be whole.',
    );
  });

  it('tells metrics by their names, counts as counts', () => {
    expect(shown({ finding: 'unusual', subject: 'opens', count: 8 })?.sentence).toMatch(
      /^Open rate: 2\.1%, which is unusual\. The median of the 8 deliveries before is 2%, and most lie between 1\.0% and 3\.0%\.$/,
    );
    const sent = { subject: 'sent', value: 900, limit: 300.5, low: 200, high: 400, count: 8 };
    expect(shown({ finding: 'unusual', ...sent })?.sentence).toMatch(
      /^Sent: 900, which is unusual\. .* 301, .* 200 and 400\.$/,
    );
  });

  it('shortens long texts of the dump, and has no control characters of theirs', () => {
    const subject = `\u202eabc\u0007 ${'x'.repeat(500)}`;
    const sentence = shown({ finding: 'dominant-bounce-reason', subject })?.sentence ?? '';
    expect(sentence.length).toBeLessThan(200);
    expect(sentence).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it.each(locales)('has words for every finding, and every number, in %s', (locale) => {
    for (const finding of findingIds) {
      for (const count of [0, 1, 2, 1_000_000]) {
        const sentence = shown({ finding, count, subject: 'Google' }, locale)?.sentence;
        expect(sentence).toMatch(/[.!]$/);
        expect(sentence).not.toMatch(/[{}]|undefined|NaN/);
      }
      const unknown = {
        subject: null,
        value: null,
        limit: null,
        count: null,
        whole: null,
        low: null,
        high: null,
      };
      expect(shown({ finding, ...unknown }, locale)?.sentence).not.toMatch(/[{}]|undefined|NaN|null/);
    }
  });

  it('leads to no section that there is none of', () => {
    expect(shown({ section: null })?.link).toBeNull();
    expect(shown({ section: 'of-another-version' })?.link).toBeNull();
  });
});
