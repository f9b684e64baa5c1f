import { hour, minute, second } from './instant.ts';
import { links } from './message.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { disguisedScanner, linkPreview, privacyProxy, scanners } from './user-agents.ts';

const scannerRate = 0.06;

/** What programs do to a delivered message before its reader: privacy proxies open it, mail gateways try its links. */
export function prefetch(story: Story, deliveredAt: number, random: Random): void {
  const { domain, otherWord } = story.recipient;
  if (random.chance(domain.provider === 'apple' ? 0.75 : 0.27)) {
    const at = deliveredAt + second + random.waiting(90 * second, 2 * hour);
    // A sender knows nearly all of the addresses that these proxies come from.
    story.add('open', at, { userAgent: privacyProxy, isMachine: otherWord % 32 !== 0 });
  }
  if (domain.provider === 'company' && random.chance(scannerRate)) scan(story, deliveredAt, random);
}

function scan(story: Story, deliveredAt: number, random: Random): void {
  const userAgent = scanners[story.recipient.otherWord % scanners.length];
  let at = deliveredAt + second + random.below(20 * second);
  story.add('open', at, { userAgent, isMachine: true });
  for (const link of links) {
    at += 50 + random.below(800);
    if (random.chance(0.7)) story.add('click', at, { link, userAgent, isMachine: true });
  }
}

const disguisedRate = 0.008;
const sampledRate = 0.004;
const previewRate = 0.004;

/** What programs do that no sender knows for machines: only when and with what they clicked gives them away. */
export function clickInDisguise(story: Story, deliveredAt: number, random: Random): void {
  const { provider } = story.recipient.domain;
  const fate = random.fraction();
  const [mainOffer] = links;
  if (provider === 'company' && fate < disguisedRate) clickEverything(story, deliveredAt, random);
  else if (provider === 'company' && fate < disguisedRate + sampledRate) {
    const at = deliveredAt + 2 * minute + random.below(7 * minute);
    story.add('click', at, { link: mainOffer, userAgent: disguisedScanner });
  } else if (provider === 'microsoft' && fate < previewRate) {
    const at = deliveredAt + second + random.below(4 * second);
    story.add('click', at, { link: mainOffer, userAgent: linkPreview });
  }
}

function clickEverything(story: Story, deliveredAt: number, random: Random): void {
  let at = deliveredAt + second + random.below(12 * second);
  for (const link of links) {
    at += 50 + random.below(650);
    story.add('click', at, { link, userAgent: disguisedScanner });
  }
}
