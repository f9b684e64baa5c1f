/** Lanczos' approximation with g = 7 and nine terms (Numerical Recipes, 6.1); its relative error is below 1e-14. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The natural logarithm of n! */
function logFactorial(n: number): number {
  const sum = lanczos.reduce((total, term, index) => total + (index === 0 ? term : term / (n + index)), 0);
  const shifted = n + 7.5;
  return Math.log(Math.sqrt(2 * Math.PI)) + (n + 0.5) * Math.log(shifted) - shifted + Math.log(sum);
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** So many of all that are marked, and so many drawn from them without putting any back. */
export interface Draw {
  readonly all: number;
  readonly marked: number;
  readonly drawn: number;
}

/** The chance that at least `found` of the drawn are marked: no more than are drawn, nor than are marked. */
export function chanceOfAtLeast(found: number, { all, marked, drawn }: Draw): number {
  if (found <= Math.max(0, drawn - (all - marked))) return 1;
  let term = Math.exp(
    logChoose(marked, found) + logChoose(all - marked, drawn - found) - logChoose(all, drawn),
  );
  let chance = 0;
  // Nothing is left to add beyond the most that can be found: the term of that is zero.
  for (let k = found; term > chance * 1e-17; k += 1) {
    chance += term;
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (all - marked - drawn + k + 1));
  }
  return Math.min(1, chance);
}
