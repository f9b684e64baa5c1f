/** SQL for what the server said, of a diagnostic (RFC 3464, 2.3.6) that says of what kind it is, as in `smtp;550 no`. */
export const withoutKind = (diagnostic: string): string =>
  String.raw`regexp_replace(${diagnostic}, '^\s*(?i:smtp|x-[a-z-]+)\s*;\s*', '')`;

/** SQL for the code that a reply starts with (RFC 5321, 4.2), with its enhanced status (RFC 3463); NULL where it has none. */
export const replyCode = (reply: string): string =>
  String.raw`nullif(regexp_extract(${reply}, '^[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?'), '')`;
