/** A limit that a measured value is held against, from above or from below; `aim` is what is hoped for beyond it. */
export interface Budget {
  readonly bound: 'at most' | 'at least';
  readonly value: number;
  readonly aim?: number;
}

export const atMost = (value: number, aim?: number): Budget => ({
  bound: 'at most',
  value,
  ...(aim === undefined ? {} : { aim }),
});

export const atLeast = (value: number): Budget => ({ bound: 'at least', value });

export function isMet(value: number, { bound, value: limit }: Budget): boolean {
  return bound === 'at most' ? value <= limit : value >= limit;
}

/** Of resident memory, in MiB, for a dump of any size. */
export const mostMemory = 1536;
