/** Places values on a logarithmic axis of so many pixels, from `from` to `to`. */
export function logarithmic(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = Math.log10(to) - Math.log10(from);
  return (value) => start + ((Math.log10(value) - Math.log10(from)) / span) * (end - start);
}

/** 1, 3, 10, 30, 100 and so on: the values from below the smallest to above the largest that are steps of a logarithmic axis. */
export function stepsAround(smallest: number, largest: number): readonly number[] {
  const steps: number[] = [];
  for (let power = Math.floor(Math.log10(smallest)); ; power += 1) {
    for (const factor of [1, 3]) {
      const step = Number((factor * 10 ** power).toPrecision(1));
      const isNeeded = step > smallest || 3.34 * step > smallest;
      if (isNeeded) steps.push(step);
      if (step >= largest && steps.length > 1) return steps;
    }
  }
}
