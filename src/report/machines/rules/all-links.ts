import { lessThan, type MachineRule } from '../rule.ts';

const clicks = "event_type = 'click' AND message IS NOT NULL";

/**
 * The clicks of a burst: all links that anybody clicked in the delivery, two at least, or at least three of them, within ten
 * seconds of the message's first click. Senders who filter so take three links within two seconds
 * (https://www.autoemails.com/help/agent/mark-bot-unsubscribe) to five clicks within ten
 * (https://help.maestra.io/docs/filtering-out-fake-clicks-keeping-your-click-rate-clean).
 */
export const allLinks: MachineRule<'all-links'> = {
  id: 'all-links',
  summary: 'All links, or as many of them, clicked within this time of the first click of the message',
  looksAt: ['click'],
  limits: { seconds: 10, links: 3 },
  // Where a message has no burst its start has to be NULL, also for an engine that has 1970 where a column can hold none.
  lookup: ({ engagement, deliveryLinks, dialect }, { seconds, links }) => ({
    relation: `
      SELECT scope, message, CASE WHEN first_click >= 0 THEN first_click END AS burst_start
      FROM (
        SELECT scope, message, first_click, count(DISTINCT link) AS burst_links
        FROM (
          SELECT scope, message, time, link, first_click
          FROM (SELECT scope, message, time, link FROM ${engagement} WHERE ${clicks}) AS clicks
          ${dialect.innerJoin} (
            SELECT scope, message, min(time) AS first_click
            FROM ${engagement}
            WHERE ${clicks}
            GROUP BY scope, message
          ) AS first_clicks USING (scope, message)
        ) AS timed
        WHERE ${lessThan(seconds, 'first_click', 'time')}
        GROUP BY scope, message, first_click
      ) AS bursts
      ${dialect.innerJoin} (
        SELECT scope, delivery_links FROM ${deliveryLinks}
      ) AS deliveries USING (scope)
      WHERE (burst_links >= 2 AND burst_links = delivery_links)${links === null ? '' : ` OR burst_links >= ${links}`}`,
    columns: ['burst_start'],
  }),
  catches: ({ seconds }) => lessThan(seconds, 'burst_start', 'time'),
};
