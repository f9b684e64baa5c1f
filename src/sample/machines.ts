import { hour, second } from './instant.ts';
import { links, privacyProxyUserAgent, scannerUserAgent } from './message.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

const scannerRate = 0.06;

/** What programs do to a delivered message before its reader: privacy proxies open it, mail gateways try its links. */
export function prefetch(story: Story, deliveredAt: number, random: Random): void {
  const { provider } = story.recipient.domain;
  if (random.chance(provider === 'apple' ? 0.75 : 0.27)) {
    const at = deliveredAt + second + random.waiting(90 * second, 2 * hour);
    story.add('open', at, { userAgent: privacyProxyUserAgent, isMachine: true });
  }
  if (provider === 'company' && random.chance(scannerRate)) scan(story, deliveredAt, random);
}

function scan(story: Story, deliveredAt: number, random: Random): void {
  let at = deliveredAt + second + random.below(20 * second);
  story.add('open', at, { userAgent: scannerUserAgent, isMachine: true });
  for (const link of links) {
    at += 50 + random.below(800);
    if (random.chance(0.7)) story.add('click', at, { link, userAgent: scannerUserAgent, isMachine: true });
  }
}
