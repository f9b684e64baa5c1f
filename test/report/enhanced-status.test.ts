import { describe, expect, it } from 'vitest';
import { enhancedStatus, replyCode } from '../../src/report/enhanced-status.ts';
import { reportOf } from '../support/report-of.ts';

const status = (code: string | null, reason: string | null = null) => enhancedStatus({ code, reason });

describe('the enhanced status of a bounce', () => {
  it('is in its code, else in its reason', () => {
    expect(status('5.1.1')).toBe('5.1.1');
    expect(status('550 5.1.1', '452 4.2.2 full')).toBe('5.1.1');
    expect(status('22', '452 4.2.2 Mailbox full')).toBe('4.2.2');
    expect(status(null, 'smtp;550-5.7.26 Unauthenticated')).toBe('5.7.26');
    expect(status('550 #5.1.10:')).toBe('5.1.10');
    expect(status(null, 'The status is 5.2.1.')).toBe('5.2.1');
  });

  it('is null where there is none, or only a part of something longer', () => {
    for (const text of ['550', 'X1', '', '192.0.2.1', '5.1', '5.1.1.1', '15.1.1', '3.1.1', '5.1.1234']) {
      expect(status(text), text).toBeNull();
    }
    expect(status(null)).toBeNull();
  });

  it('is found where the category of a bounce is derived from one', async () => {
    const texts = [
      '5.1.1',
      'x 4.2.2',
      '#5.1.0.',
      '5.1.1.1',
      '15.1.1',
      '192.0.2.1',
      '4.2.22 x',
      '5.1.1234',
      'v5.1.2',
    ];
    const { sections } = await reportOf(
      texts.map((reason) => ({ event_type: 'bounce', timestamp: '2026-11-22T08:00:00Z', reason })),
      { reasons: 'raw' },
    );
    const classes: Record<string, string> = { 5: 'hard', 4: 'soft' };
    for (const { reason, category } of sections['bounce-reasons'].rows) {
      const [failure = ''] = enhancedStatus({ code: null, reason }) ?? '';
      expect(category, reason ?? '').toBe(classes[failure] ?? 'ignored');
    }
  });
});

describe('the reply code of a bounce', () => {
  it('is what its code begins with, else its reason', () => {
    expect(replyCode({ code: '550 5.1.1', reason: null })).toBe('550');
    expect(replyCode({ code: null, reason: ' 421-try later' })).toBe('421');
    expect(replyCode({ code: '22', reason: '552 full' })).toBe('552');
  });

  it('is null where they begin otherwise', () => {
    for (const code of ['5.1.1', '5501', 'smtp 550', '150 x', '']) {
      expect(replyCode({ code, reason: null }), code).toBeNull();
    }
  });
});
