import type { Dialect } from '../engine/dialect.ts';

/** Whether reasons are counted by what they say, with their variable parts masked, or each as it came. */
export type ReasonGrouping = 'masked' | 'raw';

/** While a text is worked on, characters of private use stand for what is masked, and for a dot that is to be kept. */
const masked = '\uE000';
const keptDot = '\uE001';

/** Blocklists: which one it was is the reason itself. */
const blocklists = 'spamhaus|spamcop|barracudacentral|sorbs|uceprotect|abuseat|invaluement|mailspike|spfbl';

const blocklist: readonly [pattern: string, replacement: string] = [
  String.raw`(?i)\b(?:[a-z0-9-]+\.)*(${blocklists})\.(org|net|com|info)\b`,
  String.raw`\1${keptDot}\2`,
];

/** Eight or more letters, digits and dashes with a digit among them: a queue id, a session, a hash. */
const identifier = Array.from({ length: 8 }, (_, before) => {
  const rest = Math.max(0, 7 - before);
  return `[A-Za-z0-9-]{${before}}[0-9][A-Za-z0-9-]{${rest},}`;
})
  .concat('[A-Za-z0-9-]{8,}[0-9][A-Za-z0-9-]*')
  .join('|');

/** An attribute that is missing, `profile.person.name`, is the reason itself, and no host; three dots of it at most. */
const attributePaths = Array.from({ length: 3 }, (): readonly [pattern: string, replacement: string] => [
  String.raw`\b((?:profile|context)(?:${keptDot}\w+)*)\.(\w)`,
  String.raw`\1${keptDot}\2`,
]);

/** What is replaced in turn, in RE2's dialect: what is looked for, and what takes its place. */
const replacements: readonly (readonly [pattern: string, replacement: string])[] = [
  // A reply over several lines (RFC 5321, 4.2.1) repeats its codes before each: once is enough.
  [String.raw`\s+[245][0-9][0-9][- ][245]\.[0-9]{1,3}\.[0-9]{1,3}\s+`, ' '],
  // The first line of such a reply may have no status: its code is no part of the word behind it.
  [String.raw`(^|\s)([245][0-9][0-9])-([A-Za-z])`, String.raw`\1\2 \3`],
  // Not every single space, which would take as long as all the others.
  [String.raw`\s{2,}|[\t\r\n]`, ' '],
  blocklist,
  ...attributePaths,
  [String.raw`(?i)\b(?:https?|ftp|mailto):[^\s<>"'()\[\]]+`, masked],
  [
    String.raw`(?i)\b(?:(?:mon|tue|wed|thu|fri|sat|sun), )?[0-9]{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* [0-9]{4}\b`,
    masked,
  ],
  [
    String.raw`\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ](?:[0-9]{2}:?){2,3}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?`,
    masked,
  ],
  [
    String.raw`\b[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?(?: ?[+-][0-9]{4}| ?Z\b| ?GMT\b| ?UTC\b)?`,
    masked,
  ],
  [String.raw`\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b(?::[0-9]+)?`, masked],
  [
    String.raw`(?i)\b(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4})+\b|\b[0-9a-f]{1,4}::(?:[0-9a-f]{1,4}:?)*`,
    masked,
  ],
  [String.raw`\b[A-Za-z0-9_](?:[A-Za-z0-9_-]*\.)+[a-z]{2,24}\b`, masked],
  [String.raw`\b(?:${identifier})`, masked],
  [String.raw`\b[0-9]{5,}\b`, masked],
  [String.raw`<[^<>\s@]*>`, `<${masked}>`],
  // What is left around a part of an id belongs to it, and several in a row read as one.
  [`(?:[A-Za-z0-9]+[.+/@_-]?)*${masked}(?:[.:=+/@_-]*[A-Za-z0-9${masked}]+)*`, masked],
  [`${masked}(?: ${masked})+`, masked],
  [masked, '…'],
  [keptDot, '.'],
];

/** SQL for a text without the names of hosts and domains, but for those of blocklists. */
export function withoutHosts(dialect: Dialect, text: string): string {
  const host = String.raw`(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+`;
  return [blocklist, [host, '…'] as const, [keptDot, '.'] as const].reduce(
    (sql, [pattern, replacement]) =>
      dialect.replaceAll(sql, dialect.text(pattern), dialect.text(replacement)),
    text,
  );
}

/**
 * SQL that gives the group that a reason is counted in: its text with everything masked that differs from one recipient,
 * server or moment to the next, so that ten thousand replies become the ten reasons that they give. Addresses, ids, hosts,
 * IP addresses, times and URLs are masked; reply codes, enhanced statuses, the senders' short codes and the names of
 * blocklists stay.
 */
export function reasonGroup(dialect: Dialect, reason: string): string {
  const text = replacements.reduce(
    (sql, [pattern, replacement]) =>
      dialect.replaceAll(sql, dialect.text(pattern), dialect.text(replacement)),
    reason,
  );
  return dialect.trim(text);
}
