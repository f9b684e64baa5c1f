/**
 * Which of several tests stay significant when one false alarm among all of them is to be as rare as `level`:
 * the smallest chance is held against level / n, the next against level / (n - 1), until one is not below.
 * S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979), 65-70.
 */
export function holm(chances: readonly number[], level: number): readonly boolean[] {
  const order = chances.map((chance, index) => ({ chance, index })).sort((a, b) => a.chance - b.chance);
  const firstKept = order.findIndex(({ chance }, rank) => chance > level / (order.length - rank));
  const rejected = new Set(
    order.slice(0, firstKept === -1 ? order.length : firstKept).map(({ index }) => index),
  );
  return chances.map((_, index) => rejected.has(index));
}
