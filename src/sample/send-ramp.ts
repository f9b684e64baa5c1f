import { minute, second } from './instant.ts';
import type { Random } from './random.ts';

const warmUpShare = 0.3;
const slowestRate = 0.1;

// Recipients sent to during the warm-up, in units of (steady rate x whole duration).
const warmUpVolume = (warmUpShare * (slowestRate + 1)) / 2;
const wholeVolume = warmUpVolume + (1 - warmUpShare);

/** How long sending takes: a quarter of an hour more for every doubling (1,000: 2.5 h, 10 million: 6 h). */
function sendingTime(recipients: number): number {
  return 15 * minute * (32 - Math.clz32(recipients));
}

/**
 * When the recipient at this position is sent to, in milliseconds after the start: the rate climbs from a tenth to the
 * full rate during the warm-up and is steady after it.
 */
export function sendingOffset(position: number, recipients: number, random: Random): number {
  const volume = (position / recipients) * wholeVolume;
  const jitter = random.below(2 * second);
  return Math.floor(shareOfTime(volume) * sendingTime(recipients)) + jitter;
}

function shareOfTime(volume: number): number {
  if (volume >= warmUpVolume) return warmUpShare + (volume - warmUpVolume);
  // The rate is a straight line over time, so the volume is a parabola; this is its inverse.
  const climb = (1 - slowestRate) / warmUpShare;
  return (Math.sqrt(slowestRate * slowestRate + 2 * climb * volume) - slowestRate) / climb;
}
