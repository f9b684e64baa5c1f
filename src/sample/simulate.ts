import { minute, second } from './instant.ts';
import { clickInDisguise, prefetch } from './machines.ts';
import { read } from './people.ts';
import { chooseError, chooseExclusion } from './preparation.ts';
import type { Random } from './random.ts';
import { drawRecipient } from './recipient.ts';
import { sendingOffset } from './send-ramp.ts';
import { send } from './sending.ts';
import { Story } from './story.ts';

interface Simulation {
  readonly recipients: number;
  readonly seed: number;
  /** When sending starts, in milliseconds since 1970, UTC. */
  readonly start: number;
}

/** Test sends that come before the delivery itself. */
export const proofs = 4;

const excludedRate = 0.012;
const errorRate = 0.004;

/**
 * All that happens to one recipient: depends on the seed and the recipient's number alone, so that a dump of any size
 * is made one recipient at a time. Numbers from `recipients` up are the proofs.
 */
export function simulateRecipient(number: number, simulation: Simulation, random: Random): Story {
  const { recipients, seed, start } = simulation;
  random.restart(seed, number);
  const isTest = number >= recipients;
  const story = new Story(drawRecipient(random, seed, number, isTest), random);
  if (isTest) return proof(story, start - 25 * minute, random);

  const at = start + sendingOffset(number, recipients, random);
  const fate = random.fraction();
  if (fate < excludedRate) story.add('excluded', at, { failure: chooseExclusion(random) });
  else if (fate < excludedRate + errorRate) story.add('error', at, { failure: chooseError(random) });
  else follow(story, send(story, at, random), random);
  return story;
}

function follow(story: Story, deliveredAt: number | undefined, random: Random): void {
  if (deliveredAt === undefined) return;
  prefetch(story, deliveredAt, random);
  read(story, deliveredAt, random);
  clickInDisguise(story, deliveredAt, random);
}

function proof(story: Story, sentAt: number, random: Random): Story {
  story.add('sent', sentAt + random.below(minute));
  const deliveredAt = sentAt + minute + random.below(10 * second);
  story.add('delivered', deliveredAt);
  story.add('open', deliveredAt + minute + random.below(5 * minute));
  return story;
}
