import { UsageError } from '../errors.ts';
import type { WindowChoice } from '../report/window.ts';
import { isDay } from './date.ts';
import { parseStretch } from './stretch.ts';

/** The stretch of time that --last is given, in milliseconds. */
function lastStretch(text: string): number {
  const stretch = parseStretch(text);
  if (typeof stretch === 'number') return stretch;
  throw new UsageError(`--last: "${text}" ${stretch.message}`, stretch.hint);
}

const instant = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** An ISO 8601 instant with its offset, or a day, which starts at midnight UTC; in epoch milliseconds. */
function parseInstant(option: string, text: string): number {
  const day = instant.exec(text)?.[1];
  const parsed = day !== undefined && isDay(day) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(parsed)) {
    throw new UsageError(
      `${option}: "${text}" is no instant`,
      'use ISO 8601 with an offset, such as 2026-11-22T08:00:00+01:00, or a day, 2026-11-22',
    );
  }
  return parsed;
}

/** The window that the options choose; without any of them it is all of the delivery. */
export function chooseWindow(options: {
  readonly last?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): WindowChoice {
  const { last, from, to } = options;
  if (last !== undefined) {
    if (from !== undefined || to !== undefined) {
      throw new UsageError('--last and --from or --to name two windows', 'give one of them');
    }
    return { kind: 'last', milliseconds: lastStretch(last) };
  }
  if (from === undefined && to === undefined) return { kind: 'all' };
  const window = {
    from: from === undefined ? null : parseInstant('--from', from),
    to: to === undefined ? null : parseInstant('--to', to),
  };
  if (window.from !== null && window.to !== null && window.from >= window.to) {
    throw new UsageError('--from is not before --to', 'give the earlier instant to --from');
  }
  return { kind: 'between', ...window };
}
