import { UsageError } from '../errors.ts';
import type { WindowChoice } from '../report/window.ts';
import { isDay } from './date.ts';

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const longestStretch = 100 * 365 * 86_400_000;

/** A stretch of time such as `24h`, `90m`, `7d` or `2w`, in milliseconds. */
function parseStretch(text: string): number {
  const [, amount, unit = ''] = /^(\d+)\s*([mhdw])$/.exec(text.trim()) ?? [];
  const length = units[unit];
  if (amount === undefined || length === undefined || Number(amount) === 0) {
    throw new UsageError(
      `--last: "${text}" is no stretch of time`,
      'use a number and m, h, d or w, such as 24h',
    );
  }
  const milliseconds = Number(amount) * length;
  if (milliseconds > longestStretch)
    throw new UsageError(`--last: "${text}" is longer than a century`, 'leave it out');
  return milliseconds;
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
    return { kind: 'last', milliseconds: parseStretch(last) };
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
