import { audienceWidget } from './audience.ts';
import { blocksWidget } from './blocks.ts';
import { bounceCategoriesWidget } from './bounce-categories.ts';
import { bounceReasonsWidget } from './bounce-reasons.ts';
import { comparisonWidget } from './comparison.ts';
import { emailPerformanceWidget } from './email-performance.ts';
import { emailSummaryWidget } from './email-summary.ts';
import { engagementWidget } from './engagement.ts';
import { engagementHoursWidget } from './engagement-hours.ts';
import { engagementSinceSendWidget } from './engagement-since-send.ts';
import { errorReasonsWidget } from './error-reasons.ts';
import { excludedReasonsWidget } from './excluded-reasons.ts';
import { findingsWidget } from './findings.ts';
import { linksWidget } from './links.ts';
import { machineActivityWidget } from './machine-activity.ts';
import { mailClientsWidget } from './mail-clients.ts';
import { mailboxProvidersWidget } from './mailbox-providers.ts';
import { recipientDomainsWidget } from './recipient-domains.ts';
import { sendingStatisticsWidget } from './sending-statistics.ts';
import { variantsWidget } from './variants.ts';
import type { Widget } from './widget.ts';

/** The widgets in the order of the default page: what a layout can place. */
export const widgets: readonly Widget[] = [
  findingsWidget,
  emailSummaryWidget,
  emailPerformanceWidget,
  sendingStatisticsWidget,
  bounceCategoriesWidget,
  bounceReasonsWidget,
  errorReasonsWidget,
  comparisonWidget,
  audienceWidget,
  excludedReasonsWidget,
  mailboxProvidersWidget,
  recipientDomainsWidget,
  blocksWidget,
  variantsWidget,
  engagementWidget,
  engagementSinceSendWidget,
  engagementHoursWidget,
  mailClientsWidget,
  linksWidget,
  machineActivityWidget,
];
