/** What of a row says which part of an event, as SQL of ClickHouse. The names are those that the report's relations have. */
export interface EventExpressions {
  readonly delivery: string;
  readonly delivery_label: string;
  readonly format: string;
  /** The place of its format among those of its delivery. */
  readonly source: string;
  readonly event_type: string;
  /** Epoch milliseconds. */
  readonly time: string;
  readonly message: string;
  readonly person: string;
  readonly bounce_category: string;
  readonly reason: string;
  readonly code: string;
  readonly url: string;
  readonly label: string;
  readonly link: string;
  readonly user_agent: string;
  readonly agent: string;
  readonly domain: string;
  readonly variant: string;
  readonly sender_block: string;
  readonly is_machine: string;
  readonly is_test: string;
  /** 1 for a later copy of an event. */
  readonly is_duplicate: string;
  readonly implies_sent: string;
}

/** Those of a table that `load` made: its columns (see table-layout.ts), under the names of the report's relations. */
export const loadedExpressions: EventExpressions = {
  delivery: 'delivery_id',
  delivery_label: 'delivery_label',
  format: 'format',
  source: 'source',
  event_type: 'event_type',
  time: 'timestamp',
  message: 'message_id',
  person: 'recipient',
  bounce_category: 'bounce_category',
  reason: 'reason',
  code: 'code',
  url: 'url',
  label: 'link_label',
  link: 'link',
  user_agent: 'user_agent',
  agent: 'agent',
  domain: 'domain',
  variant: 'variant',
  sender_block: 'sender_block',
  is_machine: 'is_machine',
  is_test: 'is_test',
  is_duplicate: 'is_duplicate',
  implies_sent: 'implies_sent',
};
