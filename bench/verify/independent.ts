import { askEngine, quoted } from '../engine.ts';

/** Figures by name, each as a number or a text that two ways of counting must agree in. */
export type Figures = ReadonlyMap<string, number | string>;

type Row = Readonly<Record<string, unknown>>;

const types = [
  ...['targeted', 'excluded', 'sent', 'delivered', 'bounce', 'error', 'delay', 'open', 'click'],
  ...['unsubscribe', 'complaint'],
];

const columns = [
  ...['event_type', 'timestamp', 'delivery_id', 'event_id', 'message_id', 'recipient', 'bounce_category'],
  ...['reason', 'code', 'is_machine', 'is_test'],
];

/** Blank is nothing, and spaces around an identity are no part of it. */
const text = (column: string): string => `nullif(trim(${column}), '')`;
const truth = (column: string): string =>
  `coalesce(lower(trim(${column})) IN ('true', 't', 'yes', 'y', '1'), false)`;

const numericTime = 'try_cast(timestamp AS DOUBLE)';

/** Design.md section 4: ISO 8601 with an offset or in UTC, epoch seconds or milliseconds. */
const instant = `coalesce(
  CASE WHEN ${numericTime} IS NULL THEN epoch_ms(try_cast(timestamp AS TIMESTAMPTZ)) END,
  CASE WHEN ${numericTime} < 1e11 THEN floor(${numericTime} * 1000) ELSE floor(${numericTime}) END)`;

/** Section 5: the dump's own word, else class 5 or 4 of the status or reply, else ignored. */
const category = `CASE
  WHEN lower(trim(bounce_category)) IN ('hard', 'soft', 'ignored') THEN lower(trim(bounce_category))
  WHEN regexp_matches(coalesce(code, '') || ' ' || coalesce(reason, ''), '(^|\\s)5(\\.\\d+\\.\\d+|\\d\\d)(\\s|$)') THEN 'hard'
  WHEN regexp_matches(coalesce(code, '') || ' ' || coalesce(reason, ''), '(^|\\s)4(\\.\\d+\\.\\d+|\\d\\d)(\\s|$)') THEN 'soft'
  ELSE 'ignored' END`;

/**
 * Counts one delivery of a native NDJSON dump by plain SQL on exact texts, written from design.md section 5 alone: no hash, no
 * relation and no line of the program's is used. Reasons are counted as they came.
 */
export function independentFigures(dump: string, deliveryId: string): Promise<Figures> {
  return askEngine(async (run) => {
    const only = async (sql: string): Promise<Row> => (await run(sql))[0] ?? {};
    const declared = columns.map((name) => `${name}: 'VARCHAR'`).join(', ');
    await run(`CREATE TABLE dump AS SELECT row_number() OVER () AS number, * FROM
      read_json(${quoted(dump)}, format = 'newline_delimited', ignore_errors = true, columns = {${declared}})`);
    await run(`CREATE TABLE usable AS SELECT number, lower(trim(event_type)) AS type, ${instant} AS at,
        ${text('delivery_id')} AS delivery, ${text('event_id')} AS event, ${text('message_id')} AS message,
        ${text('recipient')} AS recipient, ${truth('is_machine')} AS machine, ${truth('is_test')} AS test,
        ${text('reason')} AS reason, ${text('code')} AS code,
        CASE WHEN lower(trim(event_type)) = 'bounce' THEN ${category} END AS category
      FROM dump WHERE lower(trim(event_type)) IN (${types.map(quoted).join(', ')}) AND ${instant} >= 0`);
    const { read } = await only('SELECT count(*)::INTEGER AS read FROM dump');
    await run('DROP TABLE dump');
    await run(`CREATE TABLE own AS FROM usable WHERE delivery = ${quoted(deliveryId)}`);
    const audit =
      await only(`SELECT ${Number(read)} AS read, (${Number(read)} - count(*))::INTEGER AS rejected,
      (count(*) - (SELECT count(*) FROM own))::INTEGER AS "otherDeliveries" FROM usable`);
    await run('DROP TABLE usable');
    await run(`CREATE TABLE copies AS SELECT event, min(number) AS first, count(*) - 1 AS surplus FROM own
      WHERE event IS NOT NULL GROUP BY event HAVING count(*) > 1`);
    await run(`CREATE VIEW different AS FROM own WHERE NOT EXISTS (
      SELECT 1 FROM copies WHERE copies.event = own.event AND copies.first < own.number)`);
    await run('CREATE VIEW counted AS FROM different WHERE NOT test');
    const taken = await only(`SELECT coalesce((SELECT sum(surplus) FROM copies), 0)::INTEGER AS duplicates,
      count(*) FILTER (WHERE test)::INTEGER AS test, count(*) FILTER (WHERE NOT test)::INTEGER AS counted FROM different`);
    const events = await only(eventCounts);
    const messages = await only(messageCounts);
    const reasons = await run(reasonCounts);
    return new Map([
      ...figuresOf('audit', { ...audit, ...taken }),
      ...figuresOf('totals', { ...events, ...messages }),
      ...reasons.map(({ name, count }): [string, number] => [String(name), Number(count)]),
    ]);
  });
}

const figuresOf = (of: string, row: Row): readonly (readonly [string, number])[] =>
  Object.entries(row).map(([name, value]) => [`${of}.${name}`, Number(value)]);

const countOf = (type: string, and = 'true'): string =>
  `count(*) FILTER (WHERE type = ${quoted(type)} AND ${and})::INTEGER`;

const peopleOf = (type: string): string =>
  `count(DISTINCT CASE WHEN type = ${quoted(type)} AND NOT machine
    THEN coalesce('r' || recipient, 'm' || message, 'e' || number) END)::INTEGER`;

const eventCounts = `SELECT * EXCLUDE (named), CASE WHEN named > 0 THEN named ELSE sent + errors + excluded END AS targeted
    FROM (SELECT ${countOf('targeted')} AS named, ${countOf('excluded')} AS excluded, ${countOf('sent')} AS sent,
      ${countOf('bounce')} AS bounces, ${countOf('bounce', `category = 'hard'`)} AS hard,
      ${countOf('bounce', `category = 'soft'`)} AS soft, ${countOf('bounce', `category = 'ignored'`)} AS ignored,
      ${countOf('error')} AS errors, ${countOf('open', 'NOT machine')} AS opens,
      ${countOf('click', 'NOT machine')} AS clicks, ${peopleOf('open')} AS "uniqueOpens",
      ${peopleOf('click')} AS "uniqueClicks", ${countOf('open', 'machine')} AS "machineOpens",
      ${countOf('click', 'machine')} AS "machineClicks", ${countOf('delay')} AS retries,
      ${countOf('unsubscribe')} AS unsubscribes, ${countOf('complaint')} AS complaints FROM counted)`;

/** A message is known by its id, else by its recipient. */
const messageCounts = `SELECT count(*) FILTER (WHERE delivered AND NOT refused)::INTEGER AS delivered,
    count(*) FILTER (WHERE sent AND NOT delivered AND NOT bounced AND NOT stopped)::INTEGER AS pending
  FROM (SELECT coalesce('m' || message, 'r' || recipient, 'e' || number) AS id,
      bool_or(type = 'sent') AS sent, bool_or(type = 'delivered') AS delivered, bool_or(type = 'bounce') AS bounced,
      bool_or(type IN ('error', 'excluded')) AS stopped,
      coalesce(bool_or(category IN ('hard', 'soft')), false) AS refused
    FROM counted GROUP BY id)`;

const reasonCounts = `SELECT 'bounce-reasons: ' || concat_ws(' | ', category, coalesce(code, '-'), coalesce(reason, '-')) AS name,
    count(*)::INTEGER AS count FROM counted WHERE type = 'bounce' GROUP BY ALL
  UNION ALL SELECT 'error-reasons: ' || concat_ws(' | ', coalesce(code, '-'), coalesce(reason, '-')) AS name,
    count(*)::INTEGER AS count FROM counted WHERE type = 'error' GROUP BY ALL`;
