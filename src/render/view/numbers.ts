import type { Texts } from '../../locales/texts.ts';

export interface Numbers {
  /** A count in full: 1,234,567. */
  readonly count: (value: number) => string;
  /** A count on an axis: 50k, 1.2M. */
  readonly compact: (value: number) => string;
  /** A fraction as a percentage; null, where there was nothing to divide by, is an en dash. */
  readonly rate: (fraction: number | null) => string;
}

const units = [
  { least: 1e9, key: 'number.billions' },
  { least: 1e6, key: 'number.millions' },
  { least: 1e3, key: 'number.thousands' },
] as const;

/** The number formats of a language. Written by hand, since Intl's differ between versions of Node. */
export function numbersOf({ text }: Texts): Numbers {
  const decimal = (value: number, digits: number): string =>
    value.toFixed(digits).replace('.', text('number.decimal'));
  const percent = (value: string): string => text('number.percent', { value });

  return {
    count: (value) => String(value).replace(/\B(?=(\d{3})+$)/g, text('number.group')),
    compact: (value) => {
      const unit = units.find(({ least }) => value >= least);
      if (unit === undefined) return String(value);
      const short = value / unit.least;
      return text(unit.key, { value: decimal(short, Number.isInteger(short) ? 0 : 1) });
    },
    rate: (fraction) => {
      if (fraction === null) return '–';
      if (fraction === 0 || fraction === 1) return percent(String(fraction * 100));
      const value = fraction * 100;
      if (value < 0.01) return text('number.below', { value: percent(decimal(0.01, 2)) });
      if (value < 0.995) return percent(decimal(value, 2));
      if (value >= 99.95 && value < 100) return percent(decimal(99.9, 1));
      if (value > 100 && value < 100.05) return text('number.above', { value: percent('100') });
      return percent(decimal(value, 1));
    },
  };
}
