import { handlebars } from './handlebars.ts';

/** For HTML text and quoted attributes. Templates escape by the same function. */
export function escapeHtml(text: string): string {
  return handlebars.escapeExpression(text);
}

/** JSON for a script element: nothing in it can end the element or break an old parser's line. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

const formulaStart = /^[\t\r ]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A text for a spreadsheet, which would run some as formulas: these an apostrophe makes texts. */
export function cellText(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** One cell of a CSV file (RFC 4180). */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = cellText(value);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The address itself where it is safe to link to, else undefined. */
export function safeUrl(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

/** A web address to link to, or nothing: one that was cut or masked leads nowhere. */
export function webAddress(address: string): string {
  return /^https?:/i.test(address) && !address.includes('…') ? (safeUrl(address) ?? '') : '';
}

const longestShown = 600;

/** A text of the dump made fit to show: on one line, of bearable length, without what neither HTML nor XML can hold. */
export function displayText(text: string): string {
  const line = text
    .slice(0, 2 * longestShown)
    .replace(/\s+/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g, '')
    .trim();
  const shown = line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
  return shown.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The beginning of a text, of so many characters at most, without half of one at its end. */
export const beginningOf = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Surrogate}$/u, '')}…`;
