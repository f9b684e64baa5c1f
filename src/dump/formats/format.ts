/** The canonical event types, in the order of a message's life. */
export const eventTypes = [
  'targeted',
  'excluded',
  'sent',
  'delivered',
  'bounce',
  'error',
  'delay',
  'open',
  'click',
  'unsubscribe',
  'complaint',
] as const;

export type EventType = (typeof eventTypes)[number];

/** A row's type that the format knows but the report does not use. */
export const ignoredType = 'ignored';

/** What a format's `eventType` may give for the values it knows. */
export type MappedType = EventType | typeof ignoredType;

/** One of the first rows of a dump as plain data, keyed by column. A CSV header gives a row of empty cells. */
export type HeadRow = Readonly<Record<string, unknown>>;

/**
 * How a sender writes its dump: one file that declares which raw columns are read and which SQL expression over them
 * gives each part of the canonical event (design.md section 4). Expressions give NULL where a row says nothing.
 */
export interface Format {
  /** Its id on the command line and in report.json, also its file's name. */
  readonly id: string;
  /** The sender's name as people know it. */
  readonly sender: string;
  /** True for a row that only this format has. */
  readonly recognises: (row: HeadRow) => boolean;
  /** Columns without which a table (CSV, Parquet) of this format means nothing. */
  readonly requiredColumns: readonly string[];
  /** The raw columns to read and their DuckDB types; texts stay VARCHAR, so that odd values never stop a row. */
  readonly columns: Readonly<Record<string, string>>;
  /** The raw word that says what happened, for the cause of a rejected row. */
  readonly rawType: string;
  /** A canonical type, `ignored`, or NULL for a word that the format does not know. */
  readonly eventType: string;
  /** Text of an ISO 8601 time or of epoch seconds or milliseconds. */
  readonly timestamp: string;
  readonly deliveryId: string;
  readonly deliveryLabel: string;
  readonly eventId: string;
  readonly messageId: string;
  readonly recipient: string;
  /** The sender's own word for the bounce's category, in any case; or NULL. */
  readonly bounceCategory: string;
  /** The category that the sender's own code stands for, where it has such a table; or NULL. */
  readonly codeCategory: string;
  readonly reason: string;
  readonly code: string;
  /** Text of a boolean, or NULL. */
  readonly isMachine: string;
  /** Text of a boolean, or NULL. */
  readonly isTest: string;
  /** Event types that tell of the message's send, in a format that has no `sent` event of its own. */
  readonly impliesSent: readonly EventType[];
}

/** The value at a path of nested keys of a row, or undefined. */
export function valueAt(row: HeadRow, ...path: string[]): unknown {
  let value: unknown = row;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}
