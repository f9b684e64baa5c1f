import type { Figures } from './independent.ts';

export interface Comparison {
  readonly name: string;
  readonly reported: number | string | undefined;
  readonly independent: number | string | undefined;
  readonly agrees: boolean;
}

/** Each figure that either side has, beside the other's; one that only one side has does not agree. */
export function compare(reported: Figures, independent: Figures): readonly Comparison[] {
  const names = new Set([...independent.keys(), ...reported.keys()]);
  return [...names].map((name) => {
    const [one, other] = [reported.get(name), independent.get(name)];
    return { name, reported: one, independent: other, agrees: one === other };
  });
}
