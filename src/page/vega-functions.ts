/** The functions that the expressions of our charts call, in place of Vega's whole library of them. */
export const functionContext = {
  isValid: (value: unknown): boolean => value !== null && value !== undefined && !Number.isNaN(value),
  toNumber: (value: unknown): number | null =>
    value === null || value === undefined || value === '' ? null : Number(value),
};
