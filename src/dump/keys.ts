/**
 * How rows get the 64 bit keys of what they name: events, messages, people. Among n of a kind the chance that any two fall
 * together is below n² / 2^65.
 */
export interface Keys {
  /** SQL for the key of some values, each an SQL expression. A single one must not be NULL. */
  readonly of: (...values: readonly string[]) => string;
  /** SQL for the key of a message that only its recipient tells, or of a person whom only the message tells. */
  readonly standIn: (value: string, told: 'message' | 'recipient') => string;
}

/** Keys for as long as the engine is open: the engine's own hashes, which it may make otherwise some day. */
export const passingKeys: Keys = {
  of: (...values) => `hash(${values.join(', ')})`,
  standIn: (value, told) => `hash(${value}, '${told}')`,
};

/** A value in a list of values, so that no other list reads the same. */
const listed = (value: string): string =>
  `coalesce('=' || replace(CAST(${value} AS VARCHAR), '|', '||'), '')`;

const standInMarks = { message: '7810779508892821349', recipient: '7306093627033710181' } as const;

/**
 * SQL for the key that stands in for another, in `lastingKeys`: of a message by the key of its recipient, or the other way
 * round. By it such keys can be told from others.
 */
export const standInOf = (key: string, told: 'message' | 'recipient'): string =>
  `xor(${key}, ${standInMarks[told]}::UBIGINT)`;

/**
 * Keys that are the same for ever, to be kept: the second half of an MD5, which of a single value is that of its text. They
 * are what tables hold that were filled long ago: never change them.
 */
export const lastingKeys: Keys = {
  of: (...values) =>
    `md5_number_lower(${values.length === 1 ? `CAST(${values[0]} AS VARCHAR)` : values.map(listed).join(" || '|.' || ")})`,
  standIn: (value, told) => standInOf(`md5_number_lower(CAST(${value} AS VARCHAR))`, told),
};
