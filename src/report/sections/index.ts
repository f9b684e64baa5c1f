import { bounceCategoriesSection } from './bounce-categories.ts';
import { bounceReasons } from './bounce-reasons.ts';
import { emailPerformance } from './email-performance.ts';
import { emailSummary } from './email-summary.ts';
import { errorReasons } from './error-reasons.ts';
import { sendingStatistics } from './sending-statistics.ts';

/** The sections in the order of report.json and of the default page. */
export const sections = [
  emailSummary,
  emailPerformance,
  sendingStatistics,
  bounceCategoriesSection,
  bounceReasons,
  errorReasons,
] as const;

export type SectionId = (typeof sections)[number]['id'];

/** The schema of each section's data by its id. */
export const sectionSchemas = {
  [emailSummary.id]: emailSummary.schema,
  [emailPerformance.id]: emailPerformance.schema,
  [sendingStatistics.id]: sendingStatistics.schema,
  [bounceCategoriesSection.id]: bounceCategoriesSection.schema,
  [bounceReasons.id]: bounceReasons.schema,
  [errorReasons.id]: errorReasons.schema,
};
