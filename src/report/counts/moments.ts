import type { RowRelations } from '../row-relations.ts';

/** What is counted over time. */
export const momentMetrics = [
  ...(['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const),
  ...(['machine_opens', 'machine_clicks'] as const),
] as const;

/** A metric among the moments: by its place, since numbers are grouped and compared faster than texts. */
export const placeOf = (metric: (typeof momentMetrics)[number]): number => momentMetrics.indexOf(metric);

type Rows = Pick<RowRelations, 'events' | 'messages'>;

/**
 * The query behind the relation `moments`: when what counts over time was, as `metric`, `time` and how many `moments` of it. Events count
 * at their own time; deliveries are counted once per message, unless it bounced.
 */
export const momentsQuery = ({ events, messages }: Rows): string => `
        SELECT
          scope,
          CASE
            WHEN event_type = 'sent' THEN ${placeOf('sent')}
            WHEN event_type = 'bounce' THEN ${placeOf('bounces')}
            WHEN event_type = 'error' THEN ${placeOf('errors')}
            WHEN event_type = 'open' AND is_machine = 1 THEN ${placeOf('machine_opens')}
            WHEN event_type = 'open' THEN ${placeOf('opens')}
            WHEN event_type = 'click' AND is_machine = 1 THEN ${placeOf('machine_clicks')}
            WHEN event_type = 'click' THEN ${placeOf('clicks')}
            ELSE ${placeOf('delivered')}
          END AS metric,
          time,
          1 AS moments
        FROM ${events}
        WHERE event_type IN ('sent', 'bounce', 'error', 'open', 'click')
          OR (event_type = 'delivered' AND message IS NULL)
        UNION ALL
        SELECT scope, ${placeOf('delivered')} AS metric, coalesce(delivered_time, 0) AS time, 1 AS moments
        FROM ${messages}
        WHERE delivered_time IS NOT NULL AND ending < 3`;

/**
 * The query behind the relation `impliedMoments`, of the same columns: the sends that only outcomes tell of, of messages and of events
 * that name none.
 */
export const impliedMomentsQuery = ({ events, messages }: Rows): string => `
        SELECT scope, ${placeOf('sent')} AS metric, time, 1 AS moments
        FROM ${events}
        WHERE implies_sent = 1 AND message IS NULL
        UNION ALL
        SELECT scope, ${placeOf('sent')} AS metric, coalesce(implied_sent_time, 0) AS time, 1 AS moments
        FROM ${messages}
        WHERE sent_time IS NULL AND implied_sent_time IS NOT NULL`;
