import { type Chooser, chooser } from './chooser.ts';
import type { MailProvider } from './mail-domains.ts';

/** What a person reads mail with: the program that fetches the images of a message, and the one that its links open in. */
export interface Reader {
  readonly opensWith: string;
  readonly clicksWith: string;
}

const chromium = (system: string, rest: string): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) ${rest}`;
const webKit = (system: string, rest = ''): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko)${rest}`;

const windows = 'Windows NT 10.0; Win64; x64';
const mac = 'Macintosh; Intel Mac OS X 10_15_7';
const iphone = 'iPhone; CPU iPhone OS 18_7 like Mac OS X';
const android = 'Linux; Android 10; K';

const chromeOnWindows = chromium(windows, 'Chrome/142.0.0.0 Safari/537.36');
const edge = chromium(windows, 'Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0');
const chromeOnMac = chromium(mac, 'Chrome/142.0.0.0 Safari/537.36');
const chromeOnAndroid = chromium(android, 'Chrome/142.0.0.0 Mobile Safari/537.36');
const samsungBrowser = chromium(android, 'SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36');
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
const safari = webKit(mac, ' Version/26.1 Safari/605.1.15');
const safariOnIphone = webKit(iphone, ' Version/26.1 Mobile/15E148 Safari/604.1');
const safariOnIpad = webKit('iPad; CPU OS 18_7 like Mac OS X', ' Version/26.1 Mobile/15E148 Safari/604.1');

const gmailProxy =
  'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const yahooProxy = 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html';
const mailOnIphone = webKit(iphone, ' Mobile/15E148');
const mailOnIpad = webKit('iPad; CPU OS 18_7 like Mac OS X', ' Mobile/15E148');
const mailOnMac = webKit(mac);
const mailOnAndroid = chromium(
  'Linux; Android 15; SM-S921B Build/AP3A.240905.015; wv',
  'Version/4.0 Chrome/142.0.7444.102 Mobile Safari/537.36',
);
const outlook = 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18429; Pro)';
const olderOutlook = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
const outlookOnMac = 'MacOutlook/16.102.25101829 (Intelx64 Mac OS X Version 15.7.1 (Build 24G231))';
const outlookOnIphone = 'Outlook-iOS/2.0';
const outlookOnAndroid = 'Outlook-Android/2.0';
const thunderbird = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0';
const thunderbirdOnLinux = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0';

type Weights = readonly (readonly [opensWith: string, clicksWith: string, weight: number])[];

const inBrowsers: Weights = [
  [chromeOnWindows, chromeOnWindows, 22],
  [firefox, firefox, 8],
  [edge, edge, 7],
  [chromeOnMac, chromeOnMac, 4],
  [safari, safari, 5],
  [chromeOnAndroid, chromeOnAndroid, 10],
];

const inProgramsOfOnesOwn: Weights = [
  [mailOnIphone, safariOnIphone, 20],
  [mailOnIpad, safariOnIpad, 4],
  [mailOnMac, safari, 4],
  [mailOnAndroid, samsungBrowser, 6],
  [thunderbird, firefox, 5],
  [thunderbirdOnLinux, firefox, 1],
];

const anywhere: Weights = [...inBrowsers, ...inProgramsOfOnesOwn];

/** Webmail that fetches all images itself, whatever it is read in. */
const through = (proxy: string): Weights =>
  anywhere.map(([opensWith, clicksWith, weight]) =>
    inBrowsers.some(([browser]) => browser === opensWith)
      ? [proxy, clicksWith, weight * 3]
      : [opensWith, clicksWith, weight],
  );

const inOutlook: Weights = [
  [outlook, edge, 22],
  [olderOutlook, chromeOnWindows, 10],
  [outlookOnMac, safari, 4],
  [outlookOnIphone, safariOnIphone, 10],
  [outlookOnAndroid, chromeOnAndroid, 8],
];

const onApple: Weights = [
  [mailOnIphone, safariOnIphone, 60],
  [mailOnIpad, safariOnIpad, 10],
  [mailOnMac, safari, 20],
  [safari, safari, 5],
];

const readerOf = (weights: Weights): Chooser<Reader> =>
  chooser(weights.map(([opensWith, clicksWith, weight]) => [{ opensWith, clicksWith }, weight]));

const choosers: Record<MailProvider, Chooser<Reader>> = {
  google: readerOf(through(gmailProxy)),
  microsoft: readerOf([...inOutlook, ...anywhere]),
  yahoo: readerOf(through(yahooProxy)),
  orange: readerOf(anywhere),
  free: readerOf(anywhere),
  laposte: readerOf(anywhere),
  unitedInternet: readerOf(anywhere),
  apple: readerOf(onApple),
  company: readerOf([...inOutlook, ...inOutlook, ...inProgramsOfOnesOwn]),
};

/** What draws the program of a person with a mailbox at this provider. */
export function readersAt(provider: MailProvider): Chooser<Reader> {
  return choosers[provider];
}

/** Apple Mail Privacy Protection names itself no further. */
export const privacyProxy = 'Mozilla/5.0';

/** Mail gateways and sandboxes that follow links before their people may, and say so. */
export const scanners = [
  'Mozilla/5.0 (compatible; LinkGuard/4.2; mail gateway)',
  chromium('X11; Linux x86_64', 'HeadlessChrome/142.0.0.0 Safari/537.36'),
] as const;

/** Outlook.com, as it tries a link. */
export const linkPreview = webKit('Windows NT 6.1; WOW64', ' BingPreview/1.0b').replace('605.1.15', '534+');

/** A mail gateway that pretends to be a browser, of years ago. */
export const disguisedScanner = chromium(windows, 'Chrome/79.0.3945.88 Safari/537.36');
