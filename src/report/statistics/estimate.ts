/** An estimate to six decimals: more of them would say nothing, and take their room in every report. */
export const estimate = (value: number): number => Math.round(value * 1e6) / 1e6;
