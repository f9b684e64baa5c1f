import type { Totals } from '../../report/report.ts';

export type DeliveryStatus = 'complete' | 'in-progress' | 'failed';

/** Failed when nothing was sent though something should have been; in progress while an outcome is missing. */
export function deliveryStatus({
  sent,
  errors,
  excluded,
  pending,
}: Pick<Totals, 'sent' | 'errors' | 'excluded' | 'pending'>): DeliveryStatus {
  if (sent === 0 && errors + excluded > 0) return 'failed';
  return pending > 0 ? 'in-progress' : 'complete';
}
