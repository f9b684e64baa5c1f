import { chooser } from './chooser.ts';
import type { Random } from './random.ts';

/** Who runs the servers behind a domain, which decides how they answer. */
export type MailProvider =
  | 'google'
  | 'microsoft'
  | 'yahoo'
  | 'orange'
  | 'free'
  | 'laposte'
  | 'unitedInternet'
  | 'apple'
  | 'company';

export interface MailDomain {
  readonly name: string;
  readonly provider: MailProvider;
  /** How many times the average share of messages to it bounces. */
  readonly bounceFactor: number;
  /** It reports its users' spam complaints to senders. */
  readonly reportsComplaints: boolean;
}

function mailDomain(
  name: string,
  provider: MailProvider,
  bounceFactor: number,
  reportsComplaints: boolean,
): MailDomain {
  return { name, provider, bounceFactor, reportsComplaints };
}

const chooseKnownDomain = chooser<MailDomain | undefined>([
  [mailDomain('gmail.com', 'google', 0.7, false), 34],
  [mailDomain('hotmail.com', 'microsoft', 1.2, true), 9],
  [mailDomain('outlook.com', 'microsoft', 0.8, true), 7],
  [mailDomain('yahoo.com', 'yahoo', 1.2, true), 8],
  [mailDomain('orange.fr', 'orange', 1.1, true), 7],
  [mailDomain('icloud.com', 'apple', 0.6, false), 6],
  [mailDomain('free.fr', 'free', 1.4, true), 4],
  [mailDomain('gmx.de', 'unitedInternet', 0.8, true), 4],
  [mailDomain('laposte.net', 'laposte', 1.6, true), 3],
  [mailDomain('web.de', 'unitedInternet', 0.7, true), 3],
  [undefined, 15],
]);

const companyStarts =
  `alder amber arrow aspen birch blue bridge cedar clear cobalt coral delta east elm ember falcon
  fern fjord granite harbor hazel heron iron ivory jade juniper lake larch linden maple meadow meridian mistral north
  oak onyx orchid pine prairie quartz raven river sable sage silver slate solar stone summit swift tidal timber vale
  violet willow winter`.split(/\s+/);
const companyEnds =
  `advisory bakery bank books clinic coffee consulting design dental energy engineering farms
  finance foods freight garden hotels insurance labs legal logistics media motors optics partners pharma press
  properties retail schools security shipping software studio textiles tools travel vineyards works`.split(
    /\s+/,
  );

/** Where the proofs of a message go. */
export const seedListDomain = mailDomain('seedlist.example', 'company', 0, false);

/** Draws the domain of an address; a company's lies under .example, which nobody can own. */
export function chooseDomain(random: Random): MailDomain {
  return chooseKnownDomain(random) ?? companyDomain(random);
}

function companyDomain(random: Random): MailDomain {
  // The product of two draws favours low numbers: a few large companies, a long tail of small ones.
  const number = Math.floor(
    random.fraction() * random.fraction() * companyStarts.length * companyEnds.length,
  );
  const row = Math.floor(number / companyStarts.length);
  const column = number % companyStarts.length;
  // Shifted from row to row, so that neighbours share neither half of their name.
  const end = companyEnds[(row + column * 11) % companyEnds.length];
  return mailDomain(`${companyStarts[column]}-${end}.example`, 'company', 1.8, false);
}
