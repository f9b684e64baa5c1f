import { plainReasons, plainReasonsSchema } from './plain-reasons.ts';
import { reasonsQuery } from './reasons-query.ts';
import type { Section } from './section.ts';

/** Every reason why a recipient was left out before the send, most frequent first. */
export const excludedReasons: Section<'excluded-reasons', typeof plainReasonsSchema> = {
  id: 'excluded-reasons',
  schema: plainReasonsSchema,
  absent: { rows: [] },
  query: (context) => reasonsQuery(context, "event_type = 'excluded'"),
  shape: (rows, { totals }) => plainReasons(rows, totals.excluded),
};
