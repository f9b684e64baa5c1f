import { describe, expect, it } from 'vitest';
import { cutReport } from '../../src/render/cut-report.ts';
import type { Report } from '../../src/report/report.ts';
import { readReport } from './reports.ts';

function withReasons(...reasons: readonly string[]): Report {
  const report = readReport('typical');
  const rows = reasons.map((reason) => ({
    reason,
    code: null,
    status: null,
    category: 'hard' as const,
    count: 2,
    share: 0.1,
  }));
  return { ...report, sections: { ...report.sections, 'bounce-reasons': { rows } } };
}

describe('a report cut to a size', () => {
  it('keeps the first reasons and counts the others', () => {
    const { report, omitted } = cutReport(withReasons('a', 'b', 'c', 'd'), { reasons: 2, characters: 10 });
    expect(report.sections['bounce-reasons'].rows.map(({ reason }) => reason)).toEqual(['a', 'b']);
    expect(omitted.whole['bounce-reasons']).toEqual({ reasons: 2, count: 4 });
  });

  it('keeps a single one more rather than counting it', () => {
    const { report, omitted } = cutReport(withReasons('a', 'b', 'c'), { reasons: 2, characters: 10 });
    expect(report.sections['bounce-reasons'].rows).toHaveLength(3);
    expect(omitted.whole['bounce-reasons']).toEqual({ reasons: 0, count: 0 });
  });

  it('cuts texts, but no character in half', () => {
    const { report } = cutReport(withReasons('abcdefghij', 'abcdefgh📬j'), { reasons: 9, characters: 10 });
    const longer = cutReport(withReasons('abcdefghijk', 'abcdefgh📬jk'), {
      reasons: 9,
      characters: 10,
    }).report;
    const reasons = (one: Report) => one.sections['bounce-reasons'].rows.map(({ reason }) => reason);
    expect(reasons(report)[0]).toBe('abcdefghij');
    expect(reasons(longer)).toEqual(['abcdefghi…', 'abcdefgh…']);
  });
});
