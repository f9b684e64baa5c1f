import type { Format } from '../view/format.ts';
import { type EmailContent, lesserInWords } from './content.ts';
import { columnsOf, padEnd, padStart, underlined, wrap } from './plain-lines.ts';
import { plainTable } from './plain-table.ts';
import type { SectionBody } from './sections.ts';

/** Charts of more figures than this are told in words. */
const mostRows = 16;

/** What the template of the plain text is filled in with: a mail in lines. */
export function plainText(content: EmailContent, format: Format): object {
  const { partial, summary, callouts, findings, comparison, attached } = content;
  return {
    partial: partial === null ? null : [...wrap(`!!! ${partial.title}`, 4), ...wrap(partial.text)],
    product: content.product,
    name: underlined(content.name, '='),
    facts: listed(content.facts.map(({ name, value }) => [name, value])),
    callouts: callouts.length === 0 ? null : callouts.flatMap((callout) => wrap(`! ${callout}`, 2)),
    findings:
      findings.length === 0
        ? null
        : findings.flatMap(({ word, sentence }) => wrap(`- ${word} ${sentence}`, 2)),
    figures: summary === null ? null : figureLines(summary),
    lesser: summary === null ? [] : wrap(lesserInWords(summary, format).join(' · ')),
    comparison: comparison === null ? null : wrap(comparison),
    sections: content.sections.map(({ title, body }) => ({
      title: underlined(title, '-'),
      lines: bodyLines(body, format),
    })),
    attached: attached === null ? null : wrap(attached),
    account: wrap(content.account, 2),
    formulas: content.formulas.flatMap((formula) => wrap(formula, 2)),
    source: content.source.flatMap((fact) => wrap(fact, 2)),
  };
}

/** Names in a column, their values beside them. */
function listed(pairs: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const width = Math.max(...pairs.map(([name]) => columnsOf(name))) + 2;
  return pairs.flatMap(([name, value]) => wrap(padEnd(name, width) + value, width));
}

/** The key figures, a line each: name, count, rate and details. */
function figureLines({ tiles }: NonNullable<EmailContent['summary']>): readonly string[] {
  const labels = Math.max(...tiles.map(({ label }) => columnsOf(label)));
  const counts = Math.max(...tiles.map(({ count }) => columnsOf(count)));
  const rates = Math.max(...tiles.map(({ rate }) => columnsOf(rate?.value ?? '')));
  return tiles.flatMap(({ label, count, rate, details }) => {
    const columns = [padEnd(label, labels), padStart(count, counts), padStart(rate?.value ?? '', rates)];
    const figures = columns.join('  ');
    return wrap(`${figures}  ${details.join(', ')}`.trimEnd(), columnsOf(figures) + 2);
  });
}

function bodyLines(body: SectionBody, { text }: Format): readonly string[] {
  if (body.kind === 'words') return wrap(body.words);
  if (body.kind === 'table' || body.table.rows.length <= mostRows) return plainTable(body.table);
  return chartLines(body.label, text);
}

/** A chart in words, a line for its title and for each of its figures. */
function chartLines(label: string, text: Format['text']): readonly string[] {
  const between = text('chart.label', { title: '', figures: '' });
  const end = label.indexOf(between);
  const figures = label.slice(end + between.length).split(text('chart.separator'));
  return [label.slice(0, end), ...figures].flatMap((line) => wrap(line, 2));
}
