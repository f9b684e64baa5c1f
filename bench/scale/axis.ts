/** Places values on a logarithmic axis of so many pixels, from `from` to `to`. */
export function logarithmic(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = Math.log10(to) - Math.log10(from);
  return (value) => start + ((Math.log10(value) - Math.log10(from)) / span) * (end - start);
}

/** The steps of a logarithmic axis (1, 3, 10, 30 and so on) from the last that is not above the smallest to the first that holds the largest. */
export function stepsAround(smallest: number, largest: number): readonly number[] {
  const steps: number[] = [];
  for (let power = Math.floor(Math.log10(smallest)); ; power += 1) {
    for (const factor of [1, 3]) {
      const step = Number(`${factor}e${power}`);
      if (step <= smallest) steps.length = 0;
      steps.push(step);
      if (step >= largest && steps.length > 1) return steps;
    }
  }
}
