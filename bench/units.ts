/** What a line of the bench counts in. */
export type Unit = 'milliseconds' | 'ratio' | 'bytes' | 'mebibytes' | 'milliseconds per megabyte';

const units: Record<Unit, (value: number) => string> = {
  milliseconds: (value) => (value < 1000 ? `${digits(value)} ms` : `${threeDigits(value / 1000)} s`),
  ratio: (value) => `${value.toFixed(2)} x`,
  bytes: (value) => `${grouped(Math.round(value))} bytes`,
  mebibytes: (value) => `${grouped(Math.round(value))} MiB`,
  'milliseconds per megabyte': (value) => `${value.toFixed(1)} ms/MB`,
};

/** Tenths where they are a good part of the whole. */
const digits = (value: number): string => (Math.abs(value) < 20 ? value.toFixed(1) : value.toFixed(0));

const threeDigits = (value: number): string => (value < 1000 ? value.toPrecision(3) : value.toFixed(0));

const grouped = (value: number): string => value.toLocaleString('en');

/** A value as a person reads it. */
export const inUnit = (value: number, unit: Unit): string => units[unit](value);

/** How many there are, to three digits: `2.75 M`. */
export function roughly(count: number): string {
  if (count < 1000) return String(count);
  const [divisor, letter] = count < 1e6 ? [1000, 'k'] : [1e6, 'M'];
  return `${Number((count / divisor).toPrecision(3))} ${letter}`;
}
