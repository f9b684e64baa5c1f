import type { RuleContext } from './rule.ts';

/**
 * What a program does with a message:
 * - `privacy-proxy`: fetches its images ahead of reading, whether anybody will read it or not;
 * - `image-proxy`: fetches its images when a person opens it, in that person's stead;
 * - `scanner`: checks its images and links, or previews them.
 */
export type AgentKind = 'privacy-proxy' | 'image-proxy' | 'scanner';

/** A program that is known by its user agent. */
export interface KnownAgent {
  readonly name: string;
  readonly kind: AgentKind;
  /** In RE2's dialect, found anywhere in the user agent, in upper or lower case. */
  readonly pattern: string;
  /** Where it is said that this program calls itself so, or does so. */
  readonly source: string;
}

const mailgun =
  'https://documentation.mailgun.com/docs/mailgun/user-manual/tracking-messages/open-click-bot-detect';
const validity = 'https://knowledge.validity.com/hc/en-us/articles/4406957796251';
const fieldGuide = 'https://check.live-direct-marketing.online/blog/bot-clicks-security-scanners-detect';
const suped =
  'https://suped.com/learn/email-deliverability/how-can-i-identify-bot-user-agents-in-my-email-click-data';
const deviceDetector = 'https://github.com/matomo-org/device-detector/blob/master/regexes/bots.yml';
const crawlers = 'https://github.com/monperrus/crawler-user-agents';
const officeBlog =
  'http://blogs.msdn.com/b/vsofficedeveloper/archive/2008/03/11/office-existence-discovery-protocol.aspx';
/** Its vendor documents no user agent; the lists of public mail trackers look for its name. */
const trackers = 'its name, as public mail trackers look for it';

/**
 * Proxies, scanners and crawlers that say in their user agent what they are. Many do not: Microsoft's Safe Links and some
 * of Barracuda's call themselves a browser, and only the other rules find them. Left out on purpose: `Microsoft Office`, `dataaccessd`,
 * `CFNetwork`, `okhttp` and `Dalvik`, which people's own mail programs use as well (suped, above), and the image proxy of
 * Outlook.com, which names itself in no way that is documented.
 */
export const knownAgents: readonly KnownAgent[] = [
  {
    name: 'Apple Mail Privacy Protection',
    kind: 'privacy-proxy',
    pattern: String.raw`^\s*Mozilla/5\.0\s*$`,
    source: mailgun,
  },
  {
    // Loaded before the list of mails is shown to somebody who has Gmail open; it is no reading either.
    name: 'Gmail, ahead of reading',
    kind: 'privacy-proxy',
    pattern: String.raw`Edge/12\.246 Mozilla/5\.0\s*$`,
    source: 'https://bird.com/zh-sg/blog/gmail-prefetching-images',
  },
  { name: 'Gmail', kind: 'image-proxy', pattern: 'GoogleImageProxy', source: validity },
  {
    name: 'Yahoo Mail',
    kind: 'image-proxy',
    pattern: 'YahooMailProxy',
    source: 'https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
  },
  { name: 'Seznam', kind: 'image-proxy', pattern: 'SeznamEmailProxy', source: deviceDetector },
  { name: 'Barracuda', kind: 'scanner', pattern: 'barracuda', source: deviceDetector },
  { name: 'Proofpoint', kind: 'scanner', pattern: 'proofpoint|urldefense', source: fieldGuide },
  { name: 'Mimecast', kind: 'scanner', pattern: 'mimecast', source: fieldGuide },
  { name: 'Microsoft Safe Links', kind: 'scanner', pattern: 'safelinks', source: fieldGuide },
  {
    // Office looks whether a link leads to a document before it hands it to the browser, which then follows it as well.
    name: 'Microsoft Office, checking a link',
    kind: 'scanner',
    pattern: 'Microsoft Office (?:Existence|Protocol) Discovery',
    source: officeBlog,
  },
  {
    name: 'Cisco Secure Email, IronPort',
    kind: 'scanner',
    pattern: 'ironport|cisco ?secure ?email',
    source: fieldGuide,
  },
  { name: 'Symantec, MessageLabs', kind: 'scanner', pattern: 'symantec|messagelabs', source: trackers },
  { name: 'Trend Micro', kind: 'scanner', pattern: String.raw`trend ?micro|\bTMES\b`, source: fieldGuide },
  {
    name: 'Fortinet',
    kind: 'scanner',
    pattern: 'forti(?:net|guard|mail|gate|sandbox)',
    source: fieldGuide,
  },
  { name: 'Sophos', kind: 'scanner', pattern: 'sophos', source: fieldGuide },
  { name: 'Forcepoint', kind: 'scanner', pattern: 'forcepoint|websense', source: trackers },
  { name: 'Trellix, FireEye', kind: 'scanner', pattern: 'fireeye|trellix', source: trackers },
  { name: 'Cloudmark', kind: 'scanner', pattern: 'cloudmark', source: trackers },
  {
    name: 'Outlook.com, trying links',
    kind: 'scanner',
    pattern: 'BingPreview',
    source: 'https://github.com/phpList/phplist3/issues/415',
  },
  {
    name: 'Gmail, trying links',
    kind: 'scanner',
    pattern: 'Gmail-content-sampling',
    source: 'https://github.com/mssola/user_agent/issues/71',
  },
  {
    name: 'Google, looking for abuse',
    kind: 'scanner',
    pattern: 'Google-Safety',
    source: 'https://developers.google.com/search/docs/crawling-indexing/google-special-case-crawlers',
  },
  {
    name: 'a scanner by its own word',
    kind: 'scanner',
    pattern: String.raw`\bscanner\b|\bmail ?gateway\b|\blink-?check|MailScanner|SpamAssassin`,
    source: crawlers,
  },
  {
    name: 'a link preview',
    kind: 'scanner',
    pattern: 'SkypeUriPreview|URL Preview|facebookexternal|WhatsApp/|Slack-ImgProxy',
    source: suped,
  },
  {
    // Cubot makes telephones, whose browsers name it.
    name: 'a crawler',
    kind: 'scanner',
    pattern: String.raw`(?:^|[^u])bot\b|\bslackbot|crawler|spider|slurp`,
    source: crawlers,
  },
  {
    name: 'a browser without a screen',
    kind: 'scanner',
    pattern: 'HeadlessChrome|PhantomJS|Puppeteer|Playwright|Selenium',
    source: crawlers,
  },
  {
    name: 'a program, by its HTTP library',
    kind: 'scanner',
    pattern: String.raw`python-(?:requests|urllib|httpx)|aiohttp|^(?:curl|wget|java|ruby|php)/|Go-http-client|Apache-HttpClient|\bJetty/|libwww-perl|lua-resty-http|node-fetch|axios/|GuzzleHttp`,
    source: suped,
  },
];

/** SQL that is true where the column `agent` is the key of a program of some kinds; each user agent is looked at once. */
export function isOneOf(
  kinds: readonly AgentKind[],
  { agents, dialect }: Pick<RuleContext, 'agents' | 'dialect'>,
): string {
  const patterns = knownAgents.filter(({ kind }) => kinds.includes(kind)).map(({ pattern }) => pattern);
  const any = dialect.text(`(?i)${patterns.map((pattern) => `(?:${pattern})`).join('|')}`);
  return `agent IN (SELECT agent FROM ${agents} WHERE ${dialect.matches('user_agent', any)})`;
}
