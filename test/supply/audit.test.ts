import { describe, expect, it } from 'vitest';
import { judge } from '../../scripts/supply/audit.ts';

const shipped = new Set(['shipped']);
const answer = (name: string, severity: string): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities: { [name]: { name, severity, via: [] } } });

describe('what the registry knows', () => {
  it.each([
    ['shipped', 'moderate', true],
    ['shipped', 'critical', true],
    ['shipped', 'low', false],
    ['tool', 'moderate', false],
    ['tool', 'high', true],
  ])('of %s: %s must be mended: %s', (name, severity, isFound) => {
    const verdict = judge(answer(name, severity), shipped);
    expect(verdict.kind).toBe(isFound ? 'found' : 'clean');
    if (verdict.kind === 'found')
      expect(verdict.findings).toEqual([expect.stringContaining(`${name}: ${severity}`)]);
  });

  it('is nothing', () => {
    expect(judge('{"auditReportVersion": 2, "vulnerabilities": {}}', shipped)).toEqual({ kind: 'clean' });
  });

  it.each([
    ['says so', '{"message": "405 Method Not Allowed", "statusCode": 405}', '405 Method Not Allowed'],
    [
      'cannot be reached',
      '{"error": {"code": "ENOTFOUND", "summary": "getaddrinfo ENOTFOUND"}}',
      'getaddrinfo ENOTFOUND',
    ],
    ['says nothing', '', 'npm gave none'],
    ['sends a page', '<html>', 'npm gave none'],
    [
      'sends what we do not know',
      '{"vulnerabilities": {"a": {"name": "a", "severity": "dire"}}}',
      'npm gave none',
    ],
  ])('is not told where it %s: that is no clean answer', (_, output, why) => {
    expect(judge(output, shipped)).toEqual({ kind: 'no answer', why });
  });
});
