import Bowser from 'bowser';
import { mailClients } from './mail-clients.ts';

export const devices = ['phone', 'tablet', 'computer'] as const;
export type Device = (typeof devices)[number];

/** What somebody read a message with; null where the user agent does not tell. */
export interface MailReader {
  /** The mail client, or the browser: a name that is the same in every language. */
  readonly client: string | null;
  readonly device: Device | null;
}

/** User agents are shorter than this; more of one tells nothing, and takes long to search. */
const longest = 512;

const deviceNames: Readonly<Record<string, Device>> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'computer',
};

/** Bowser takes for a browser whatever comes first in a text: only those that it knows are. */
const browsers: ReadonlySet<string> = new Set(Object.values(Bowser.BROWSER_MAP));

/** The deliveries of a dump are opened with the same programs. */
const known = new Map<string, MailReader>();
const mostKnown = 10_000;

/** The mail client or browser of a user agent, and the device that it ran on. */
export function mailReaderOf(userAgent: string): MailReader {
  const reader = known.get(userAgent) ?? readUserAgent(userAgent);
  if (known.size >= mostKnown) known.clear();
  known.set(userAgent, reader);
  return reader;
}

function readUserAgent(userAgent: string): MailReader {
  const text = userAgent.trim().slice(0, longest);
  if (text === '') return { client: null, device: null };
  const parser = Bowser.getParser(text, true);
  const device = (): Device | null => deviceNames[parser.getPlatformType()] ?? null;
  const mail = mailClients.find(({ sign }) => sign.test(text));
  if (mail !== undefined) {
    return { client: mail.client, device: mail.device === null ? null : (device() ?? mail.device ?? null) };
  }
  const browser = parser.getBrowserName();
  return { client: browsers.has(browser) ? browser : null, device: device() };
}
