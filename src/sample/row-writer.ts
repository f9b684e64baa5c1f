import type { SampleDelivery } from './message.ts';
import type { Recipient, SampleEvent } from './sample-event.ts';

/**
 * A dump format's way of writing: given the delivery, then a recipient, then an event it gives the event's line with
 * its newline, or an empty text for an event that the format has no row for. In steps, so that what the rows of one
 * recipient share is made once.
 */
export type RowWriter = (
  delivery: SampleDelivery,
) => (recipient: Recipient) => (event: SampleEvent) => string;
