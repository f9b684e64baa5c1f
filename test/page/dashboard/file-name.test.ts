import { describe, expect, it } from 'vitest';
import { fileName } from '../../../src/page/dashboard/file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['winter-sale', 'winter-sale-csv.zip'],
    ['../../etc/passwd', 'etc-passwd-csv.zip'],
    ['été 2026 / soldes ?', 'été-2026-soldes-csv.zip'],
    ['...', 'report-csv.zip'],
    ['', 'report-csv.zip'],
  ])('is safe for the delivery %j', (id, name) => {
    expect(fileName(id, 'csv.zip')).toBe(name);
  });

  it('is cut between its words and its characters', () => {
    expect(fileName(`${'a'.repeat(79)} b`, 'csv.zip')).toBe(`${'a'.repeat(79)}-csv.zip`);
    expect(fileName(`${'a'.repeat(79)}𠮷`, 'csv.zip')).toBe(`${'a'.repeat(79)}-csv.zip`);
  });
});
