import { plainReasons, plainReasonsSchema } from './plain-reasons.ts';
import { reasonsQuery } from './reasons-query.ts';
import type { Section } from './section.ts';

/** Every reason why a message was not sent, most frequent first. */
export const errorReasons: Section<'error-reasons', typeof plainReasonsSchema> = {
  id: 'error-reasons',
  schema: plainReasonsSchema,
  query: (context) => reasonsQuery(context, "event_type = 'error'"),
  shape: (rows, { totals }) => plainReasons(rows, totals.errors),
};
