import type { Random } from './random.ts';

/** Draws one of the things, each as often as its weight says. */
export type Chooser<Thing> = (random: Random) => Thing;

/** Things paired with how often each comes up; the weights need no particular sum. */
type Weighted<Thing> = readonly (readonly [thing: Thing, weight: number])[];

/** Prepares a weighted draw. */
export function chooser<Thing>(choices: Weighted<Thing>): Chooser<Thing> {
  const things = choices.map(([thing]) => thing);
  const bounds: number[] = [];
  let total = 0;
  for (const [, weight] of choices) {
    total += weight;
    bounds.push(total);
  }
  return (random) => {
    const drawn = random.fraction() * total;
    return thingAt(
      things,
      bounds.findIndex((bound) => drawn < bound),
    );
  };
}

/** Prepares a draw in which all things come up equally often. */
export function evenChooser<Thing>(things: readonly Thing[]): Chooser<Thing> {
  return (random) => thingAt(things, random.below(things.length));
}

function thingAt<Thing>(things: readonly Thing[], index: number): Thing {
  if (index < 0 || index >= things.length) throw new RangeError('nothing to choose from');
  return things[index] as Thing;
}
