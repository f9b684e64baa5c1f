/** The tick values of a count axis: from zero up to the first round value that holds `largest`, whole numbers only. */
export function countTicks(largest: number, wanted = 3): readonly number[] {
  const step = roundStep(Math.max(1, largest) / wanted);
  const steps = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** The smallest of 1, 2, 5, 10, 20, 50, ... that is not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
