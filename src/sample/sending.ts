import { chooseBounce } from './bounces.ts';
import { delayOf } from './delays.ts';
import { type Failure, isAutoReply, isBlock } from './failure.ts';
import { hour, minute, second } from './instant.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

const bounceRate = 0.0245;
const pendingRate = 0.004;
const delayedRate = 0.03;

/** Sends the message: gives the instant of delivery, or nothing when it bounced or has no outcome yet. */
export function send(story: Story, sentAt: number, random: Random): number | undefined {
  story.add('sent', sentAt);
  if (random.chance(bounceRate * story.recipient.domain.bounceFactor)) return bounce(story, sentAt, random);
  const pending = random.chance(pendingRate);
  const { at, retries } = putOff(story, sentAt, pending ? 0.5 : delayedRate, random);
  if (pending) return undefined;
  const deliveredAt = at + 400 + random.waiting(2 * second, minute);
  story.add('delivered', deliveredAt, { retries });
  return deliveredAt;
}

/** Retries the message for as long as the receiver says "later"; gives when it was tried last. */
function putOff(story: Story, sentAt: number, probability: number, random: Random) {
  let at = sentAt;
  let retries = 0;
  while (retries < 4 && random.chance(retries === 0 ? probability : 0.3)) {
    const saidAt = at + 500 + random.waiting(2 * second, minute);
    retries += 1;
    story.add('delay', saidAt, { failure: delayOf(story.recipient.domain.provider), retries });
    at = saidAt + retries * 10 * minute + random.below(minute);
  }
  return { at, retries };
}

function bounce(story: Story, sentAt: number, random: Random): number | undefined {
  const failure = chooseBounce(story.recipient.domain.provider, random);
  // A block is answered at once.
  const isLate = isAutoReply(failure) || (random.chance(0.06) && !isBlock(failure));
  if (isLate) return bounceLater(story, failure, sentAt, random);
  const { at, retries } = putOff(story, sentAt, failure.category === 'soft' ? 0.45 : 0, random);
  story.add('bounce', at + 500 + random.waiting(3 * second, 2 * minute), { failure, retries });
  return undefined;
}

/** A bounce that comes back after the receiver had accepted; only an auto-reply leaves the message delivered. */
function bounceLater(story: Story, failure: Failure, sentAt: number, random: Random): number | undefined {
  const deliveredAt = sentAt + 400 + random.waiting(2 * second, minute);
  story.add('delivered', deliveredAt);
  const at = deliveredAt + 2 * second + random.waiting(8 * minute, 12 * hour);
  story.add('bounce', at, { failure, isLate: true });
  return isAutoReply(failure) ? deliveredAt : undefined;
}
