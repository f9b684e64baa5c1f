import { chooser, evenChooser } from './chooser.ts';

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

/** What people read mail with. */
export const choosePersonalUserAgent = evenChooser([
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0',
  'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18429; Pro)',
]);

/** Apple Mail Privacy Protection names itself no further. */
export const privacyProxyUserAgent = 'Mozilla/5.0';

/** A mail gateway that follows links before its people may. */
export const scannerUserAgent = 'Mozilla/5.0 (compatible; LinkGuard/4.2; mail gateway)';
