import type { Device } from './mail-reader.ts';

/** A program that reads mail, and what of a user agent tells it. */
interface MailClient {
  readonly client: string;
  readonly sign: RegExp;
  /** What it runs on, where its user agent says no more; null for a proxy, which tells nothing of the reader's device. */
  readonly device?: Device | null;
}

/**
 * Mail clients in the order in which they are tried. The signs of the programs are those that they send themselves, as
 * gathered from public lists of user agents (Matomo's test data among them). The proxies are described by those who
 * count with them: Validity ("provider categories in Platform Distribution": Google, Yahoo, Apple), Apple ("Use Mail
 * Privacy Protection": remote content is fetched for the reader by a relay that gives no more than "Mozilla/5.0").
 */
export const mailClients: readonly MailClient[] = [
  { client: 'Gmail', sign: /GoogleImageProxy|ggpht\.com/, device: null },
  { client: 'Gmail', sign: /Android-Gmail/, device: 'phone' },
  { client: 'Yahoo Mail', sign: /YahooMailProxy/, device: null },
  { client: 'Yahoo Mail', sign: /Yahoo%20Mail|YahooMobileMail/, device: 'phone' },
  { client: 'Apple Mail', sign: /^Mozilla\/5\.0$/, device: null },
  // Nothing behind WebKit's own words: browsers name themselves there.
  {
    client: 'Apple Mail',
    sign: /^Mozilla\/5\.0 \((?:Macintosh|iPhone|iPad|iPod).*AppleWebKit\/[\d.]+(?: \(KHTML, like Gecko\))?(?: Mobile\/\w+)?$/,
  },
  { client: 'Outlook Express', sign: /Outlook-Express/, device: 'computer' },
  { client: 'Outlook', sign: /Outlook-(?:iOS|Android)/, device: 'phone' },
  { client: 'Outlook', sign: /Outlook|ms-office|MSOffice/, device: 'computer' },
  { client: 'Windows Mail', sign: /WindowsMail/, device: 'computer' },
  { client: 'Thunderbird', sign: /Thunderbird|Icedove/, device: 'computer' },
  { client: 'eM Client', sign: /eM ?Client/, device: 'computer' },
  { client: 'HCL Notes', sign: /Lotus-Notes|HCL-Notes/, device: 'computer' },
  { client: 'Postbox', sign: /Postbox/, device: 'computer' },
  { client: 'The Bat!', sign: /The Bat!/, device: 'computer' },
  { client: 'Airmail', sign: /Airmail/, device: 'computer' },
  { client: 'Mailbird', sign: /Mailbird/, device: 'computer' },
  { client: 'Mailspring', sign: /Mailspring/, device: 'computer' },
  { client: 'BlueMail', sign: /BlueMail/ },
  { client: 'Foxmail', sign: /Foxmail/, device: 'computer' },
  { client: 'NAVER Mail', sign: /NaverMailApp/, device: 'phone' },
  // The view of web pages inside other Android programs, of which mail programs make use too (developer.chrome.com).
  { client: 'Android WebView', sign: /Android.*; wv\)/ },
];
