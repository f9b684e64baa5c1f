import { bounceCategoriesWidget } from './bounce-categories.ts';
import { bounceReasonsWidget } from './bounce-reasons.ts';
import { emailPerformanceWidget } from './email-performance.ts';
import { emailSummaryWidget } from './email-summary.ts';
import { errorReasonsWidget } from './error-reasons.ts';
import { machineActivityWidget } from './machine-activity.ts';
import { sendingStatisticsWidget } from './sending-statistics.ts';
import type { Widget } from './widget.ts';

/** The widgets in the order of the default page: what a layout can place. */
export const widgets: readonly Widget[] = [
  emailSummaryWidget,
  emailPerformanceWidget,
  sendingStatisticsWidget,
  bounceCategoriesWidget,
  bounceReasonsWidget,
  errorReasonsWidget,
  machineActivityWidget,
];
