const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const longestStretch = 100 * 365 * 86_400_000;

/** What is wrong with a stretch of time, as the end of a sentence about it, and what to do. */
export interface StretchFault {
  readonly message: string;
  readonly hint: string;
}

/** A stretch of time such as `90s`, `15m`, `24h`, `7d` or `2w`, in milliseconds; or what is wrong with it. */
export function parseStretch(text: string): number | StretchFault {
  const [, amount, unit = ''] = /^(\d+)\s*([smhdw])$/.exec(text.trim()) ?? [];
  const length = units[unit];
  if (amount === undefined || length === undefined || Number(amount) === 0) {
    return { message: 'is no stretch of time', hint: 'use a number and s, m, h, d or w, such as 24h' };
  }
  const milliseconds = Number(amount) * length;
  return milliseconds > longestStretch
    ? { message: 'is longer than a century', hint: 'leave it out' }
    : milliseconds;
}
