import type { z } from 'zod';
import { audience } from './audience.ts';
import { blocks } from './blocks.ts';
import { bounceCategoriesSection } from './bounce-categories.ts';
import { bounceReasons } from './bounce-reasons.ts';
import { comparison } from './comparison.ts';
import { emailPerformance } from './email-performance.ts';
import { emailSummary } from './email-summary.ts';
import { engagement } from './engagement.ts';
import { engagementHours } from './engagement-hours.ts';
import { engagementSinceSend } from './engagement-since-send.ts';
import { errorReasons } from './error-reasons.ts';
import { excludedReasons } from './excluded-reasons.ts';
import { findings } from './findings.ts';
import { links } from './links.ts';
import { machineActivity } from './machine-activity.ts';
import { mailClients } from './mail-clients.ts';
import { mailboxProviders } from './mailbox-providers.ts';
import { recipientDomains } from './recipient-domains.ts';
import type { Section } from './section.ts';
import { sendingStatistics } from './sending-statistics.ts';
import { variants } from './variants.ts';

/** The sections in the order of report.json and of the default page. */
export const sections = [
  findings,
  emailSummary,
  emailPerformance,
  sendingStatistics,
  bounceCategoriesSection,
  bounceReasons,
  errorReasons,
  comparison,
  audience,
  excludedReasons,
  mailboxProviders,
  recipientDomains,
  blocks,
  variants,
  engagement,
  engagementSinceSend,
  engagementHours,
  mailClients,
  links,
  machineActivity,
] as const;

type AnySection = (typeof sections)[number];
type AnyEngagementSection = Extract<AnySection, { readonly countsEngagement: true }>;

export type SectionId = AnySection['id'];

/** Those whose figures differ with and without machine activity. */
export const engagementSections = sections.filter(
  (section): section is AnyEngagementSection => section.countsEngagement === true,
);

/** What some sections hold, by their ids. */
export type SectionsOf<Some extends Section> = {
  readonly [One in Some as One['id']]: z.infer<One['schema']>;
};

type Schemas<Some extends Section> = { readonly [One in Some as One['id']]: One['schema'] };

const schemasOf = <Some extends Section>(some: readonly Some[]): Schemas<Some> =>
  Object.fromEntries(
    some.map(({ id, schema, absent }) => [id, absent === undefined ? schema : schema.default(absent)]),
  ) as unknown as Schemas<Some>;

/** The schema of each section's data by its id. */
export const sectionSchemas = schemasOf(sections);

/** The schemas of those whose figures differ with and without machine activity. */
export const engagementSectionSchemas = schemasOf(engagementSections);
