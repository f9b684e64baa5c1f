/** The query behind the relation `deliveryLinks`, which rules for machines ask: how many distinct links were clicked in each scope. */
export function deliveryLinksQuery(engagement: string): string {
  return `
        SELECT scope, count(DISTINCT link) AS delivery_links
        FROM ${engagement}
        WHERE event_type = 'click'
        GROUP BY scope`;
}
