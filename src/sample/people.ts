import { readingInstant } from './daily-rhythm.ts';
import { hour, minute, second } from './instant.ts';
import { chooseLink } from './message.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { type Reader, readersAt } from './user-agents.ts';

const openRate = { A: 0.242, B: 0.268 };
const clickRateOfOpeners = { A: 0.105, B: 0.125 };
const clickRateOfOthers = 0.0015;
const unsubscribeRate = 0.0025;
const complaintRate = 0.0012;

/** What the person behind the address does with a delivered message, in the days after it. */
export function read(story: Story, deliveredAt: number, random: Random): void {
  const { variant, domain } = story.recipient;
  const opened = random.chance(openRate[variant]);
  const reader = opened ? readersAt(domain.provider)(random) : undefined;
  const openedAt = readingInstant(deliveredAt + 20 * second, 3 * hour, random);
  if (reader !== undefined) openAgainAndAgain(story, openedAt, reader, random);
  if (random.chance(opened ? clickRateOfOpeners[variant] : clickRateOfOthers))
    click(story, openedAt, random, reader);
  if (random.chance(unsubscribeRate)) story.add('unsubscribe', openedAt + minute + random.below(minute));
  if (domain.reportsComplaints && random.chance(complaintRate)) story.add('complaint', openedAt + 2 * minute);
}

function openAgainAndAgain(story: Story, openedAt: number, reader: Reader, random: Random): void {
  const userAgent = reader.opensWith;
  let at = openedAt;
  story.add('open', at, { userAgent });
  for (let again = 0; again < 6 && random.chance(0.26); again++) {
    at = readingInstant(at + minute, 5 * hour, random);
    story.add('open', at, { userAgent });
  }
}

function click(story: Story, openedAt: number, random: Random, opener: Reader | undefined): void {
  const reader = opener ?? readersAt(story.recipient.domain.provider)(random);
  const userAgent = reader.clicksWith;
  let at = openedAt + 3 * second + random.waiting(20 * second, 20 * minute);
  story.add('click', at, { link: chooseLink(random), userAgent });
  for (let again = 0; again < 5 && random.chance(0.3); again++) {
    at += 5 * second + random.waiting(40 * second, hour);
    story.add('click', at, { link: chooseLink(random), userAgent });
  }
}
