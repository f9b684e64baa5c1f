import { startSql } from './since-send-cells.ts';

/**
 * The query behind the relation `sinceSend`: opens and clicks by the cell that the time since their message was sent lies in, null
 * where that is not known, and how many `events`.
 */
export function sinceSendQuery(engagement: string): string {
  return `
      SELECT scope, event_type, is_machine, ${startSql('since_send')} AS start, 1 AS events
      FROM ${engagement}
      WHERE event_type IN ('open', 'click')`;
}
