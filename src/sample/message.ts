import { chooser } from './chooser.ts';

/** The delivery that a dump is about. */
export interface SampleDelivery {
  readonly id: string;
  readonly label: string;
  /** When sending starts, in milliseconds since 1970, UTC. */
  readonly start: number;
}

export interface Link {
  readonly url: string;
  readonly label: string;
  /** Its number in the message. */
  readonly id: string;
}

const shop = 'https://www.example.com';

const linkWeights = [
  [`${shop}/winter-sale?utm_source=email&utm_campaign=winter-sale`, 'Main offer', 40],
  [`${shop}/winter-sale/coats`, 'Coats', 16],
  [`${shop}/winter-sale/boots`, 'Boots', 13],
  [`${shop}/winter-sale/scarves-and-gloves`, 'Scarves & gloves', 8],
  [`${shop}/new-arrivals`, 'New arrivals', 9],
  [`${shop}/stores?near=me`, 'Find a store', 5],
  [`${shop}/account/preferences`, 'Preferences', 4],
  [`${shop}/message/online-version`, 'Online version', 5],
] as const;

/** The links of the message, the main offer first. */
export const links: readonly Link[] = linkWeights.map(([url, label], index) => ({
  url,
  label,
  id: String(index + 1),
}));

export const chooseLink = chooser(links.map((link, index) => [link, linkWeights[index]?.[2] ?? 1] as const));
