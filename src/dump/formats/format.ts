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

/** Why a receiver blocks: the name or address that mails come from, what is in them, or a rule that they break. */
export const blockKinds = ['reputation', 'content', 'policy'] as const;

export type BlockKind = (typeof blockKinds)[number];

/** What a format's `eventType` may give for the values it knows. */
export type MappedType = EventType | typeof ignoredType;

/** One of the first rows of a dump as plain data, keyed by column. A CSV header gives a row of empty cells. */
export type HeadRow = Readonly<Record<string, unknown>>;

/** True for a value that can be a row. */
export function isHeadRow(value: unknown): value is HeadRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a format says of a part of the event that its rows never tell. */
export const untold = 'CAST(NULL AS VARCHAR)';

/** SQL for the first of a list of texts, as JSON; of a text that is no list, the text. */
export function firstText(text: string): string {
  const first = `json_extract_string(TRY_CAST(${text} AS JSON), '$[0]')`;
  const isEmptyList = `${text} = '[]'`;
  return `CASE WHEN ${text} LIKE '[%' AND NOT ${isEmptyList} THEN coalesce(${first}, ${text}) WHEN NOT ${isEmptyList} THEN ${text} END`;
}

/** What senders, webhooks and archives put around their rows. */
export interface Envelope {
  /** What it is called, as in "SNS notification". */
  readonly name: string;
  /** The keys that lead to what it holds. */
  readonly path: readonly [string, ...string[]];
  /** One row; a list of rows; or JSON text of either. */
  readonly holds: 'row' | 'list' | 'text';
}

/**
 * How a sender writes its dump: one file that declares which raw columns are read and which SQL expression over them
 * gives each part of the canonical event (design.md section 4). Expressions give NULL where a row says nothing.
 */
export interface Format {
  /** Its id on the command line and in report.json, also its file's name. */
  readonly id: string;
  /** The sender's name as people know it. */
  readonly sender: string;
  /** What the sender writes its events as, in a few English words. */
  readonly writtenAs: string;
  /** What `recognises` looks for, in a few English words that go on after "rows with". */
  readonly detectedBy: string;
  /** True for a row, out of its envelopes, that only this format has; of a table it sees the names of its columns. */
  readonly recognises: (this: void, row: HeadRow) => boolean;
  /** What its rows may come in; a text is opened first, then a list, then a row. */
  readonly envelopes: readonly Envelope[];
  /** Columns without which a table (CSV, Parquet) of this format means nothing. */
  readonly requiredColumns: readonly string[];
  /** The raw columns to read and their DuckDB types; texts stay VARCHAR, so that odd values never stop a row. */
  readonly columns: Readonly<Record<string, string>>;
  /** A list that a row is an event of each element of, such as its recipients: `part` is the element. One where it is empty. */
  readonly parts?: string;
  /** The raw word that says what happened, for the cause of a rejected row. */
  readonly rawType: string;
  /** The canonical types that its rows may be. */
  readonly tells: readonly EventType[];
  /** A canonical type, `ignored`, or NULL for a word that the format does not know. */
  readonly eventType: string;
  /** Text of an ISO 8601 time or of epoch seconds or milliseconds. */
  readonly timestamp: string;
  readonly deliveryId: string;
  readonly deliveryLabel: string;
  readonly eventId: string;
  /**
   * For senders that do not number their events: what tells two of them apart that agree in delivery, type, message,
   * recipient and time, such as the URL of a click. Where it is given, rows without an event id that agree in all of it
   * are one event; elsewhere they are events of their own.
   */
  readonly tellsApart?: string;
  readonly messageId: string;
  readonly recipient: string;
  /** A list of what else rows call their recipient, in texts of any kind: all of it is masked where it is told. */
  readonly identities?: string;
  /** The sender's own word for the bounce's category, `hard`, `soft` or `ignored` in any case. */
  readonly bounceCategory: string;
  /** The category that the sender's own code or class stands for, where it has such a table. */
  readonly codeCategory: string;
  readonly reason: string;
  readonly code: string;
  /** Text of a boolean. */
  readonly isMachine: string;
  /** Text of a boolean. */
  readonly isTest: string;
  /** Where a click led; unless a format says what stands for a link, or who opened, or which content, its rows never tell. */
  readonly url?: string;
  /** What the sender calls the link. */
  readonly linkLabel?: string;
  /** The program that opened or clicked, as it names itself. */
  readonly userAgent?: string;
  /** The content variant or treatment that the recipient was sent. */
  readonly variant?: string;
  /** Why a receiver blocks, by the sender's own code or class: one of `blockKinds`; NULL where it is no block. */
  readonly senderBlock?: string;
  /** Event types that tell of the message's send where the dump has no `sent` event of this format. */
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

/** True for a row that has a value, be it null, at a path of nested keys. */
export const has = (row: HeadRow, ...path: string[]): boolean => valueAt(row, ...path) !== undefined;
