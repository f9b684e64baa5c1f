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

/** What spreadsheets take for the start of a formula: as East Asian ones write it, and the minus of typographers, too. */
const formulaStart = /[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]/;

/** What they may pass over before it, and what some part cells by, whatever the file does. */
const passedOver = /(?:[\s\p{Cc}\p{Cf}"';]+|^)(?=(.))/gsu;
const partsCells = /\r\n|[;\t\r\n]/g;

/**
 * A text for a spreadsheet, which would run some as formulas: an apostrophe before what it could take for the start of one
 * makes it a text. Where a semicolon parts cells, as in French, a cell starts behind each that stands in a text, quoted or
 * not. One apostrophe taken away, behind each of those and at the start, gives the text back.
 */
export function cellText(text: string): string {
  if (!formulaStart.test(text)) return text;
  return text.replace(passedOver, (passed, next: string, at: number) => {
    if (!formulaStart.test(next)) return passed;
    return (at === 0 ? "'" : '') + passed.replace(partsCells, "$&'");
  });
}

/** One cell of a CSV file (RFC 4180). */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = cellText(value);
  return /[",;\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
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
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff]/gu, '')
    .trim();
  const shown = line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
  return shown.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The beginning of a text, of so many characters at most, without half of one at its end. */
export const beginningOf = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Surrogate}$/u, '')}…`;
