import { describe, expect, it } from 'vitest';
import { dumpExample, subjectExample, subjectTemplateContext } from '../../src/config/template-contexts.ts';
import {
  compileTextTemplate,
  fillDumpTemplates,
  fillSubjectTemplate,
} from '../../src/config/text-template.ts';
import { ratesSchema, totalsSchema } from '../../src/report/report.ts';

const context = { ...subjectExample, delivery: 'Winter <sale> & "more"' };

describe('a subject template', () => {
  it.each([
    ['{{delivery}}', 'Winter <sale> & "more"'],
    ['{{{delivery}}}', 'Winter <sale> & "more"'],
    [
      '{{report}} {{edition}}: {{first}} to {{last}}, made {{date}}',
      'weekly 2026-W47: 2026-11-16 to 2026-11-22, made 2026-11-23',
    ],
    [
      '{{mark}}{{deliveryId}}: {{totals.sent}} sent, {{rates.delivered}} delivered',
      '⚠ winter-sale: 1 sent, 1% delivered',
    ],
    ['{{#if warnings}}{{warnings}}{{else}}all is well{{/if}}', 'bounces 7.2%'],
    ['{{#unless mark}}quiet{{else}}loud{{/unless}}', 'loud'],
    ['{{#with totals}}{{sent}} of {{targeted}}{{/with}}', '1 of 1'],
    ['{{lookup rates "opens"}}', '1%'],
    ['{{!-- a comment --}}\\{{mark}} of {{@root.report}}', '{{mark}} of weekly'],
    ['one\ntwo\t{{report}}\r\n', 'one two weekly'],
  ])('%j', async (source, subject) => {
    expect(await fillSubjectTemplate(source, context)).toBe(subject);
  });

  it('is one line, without control characters, whatever is filled in', async () => {
    const delivery = 'a\r\nBcc: b\u0000c\u2028d\u202ee';
    expect(await fillSubjectTemplate('{{delivery}}', { ...context, delivery })).toBe('a Bcc: b c de');
  });

  it('does not fill in what is filled in', async () => {
    expect(await fillSubjectTemplate('{{delivery}}', { ...context, delivery: '{{mark}}' })).toBe('{{mark}}');
  });
});

describe('a template that is wrong', () => {
  const names = 'there are date, first, last';
  it.each([
    ['{{day}}', `knows no day; ${names}`],
    ['{{#if day}}x{{/if}}', `knows no day; ${names}`],
    ['{{#unless date}}{{day}}{{/unless}}', `knows no day; ${names}`],
    ['{{#if date}}x{{else if first}}{{day}}{{/if}}', `knows no day; ${names}`],
    ['{{constructor}}', `knows no constructor; ${names}`],
    ['{{__proto__}}', `knows no __proto__; ${names}`],
    ['{{date.day}}', 'knows no date.day'],
    ['{{#with date}}{{day}}{{/with}}', 'knows no day'],
    ['{{@root.day}}', 'knows no day'],
    ['{{this}}', 'shows this, which is no text but holds date, first, last'],
    ['{{upper date}}', 'knows no helper upper; there are if, unless, with, each, lookup'],
    ['{{log date}}', 'knows no helper log; there are if, unless, with, each, lookup'],
    ['{{#date}}x{{/date}}', 'knows no helper date; there are if, unless, with, each, lookup'],
    ['{{> header}}', 'asks for another template: there are none'],
    ['{{#> header}}x{{/header}}', 'asks for another template: there are none'],
    ['{{* header}}', 'asks for another template: there are none'],
    ['{{date', 'cannot be read: check its braces'],
    ['{{#if date}}', 'cannot be read: check its braces'],
    ['{{#if date}}x{{/unless}}', "if doesn't match unless - 1:3"],
    ['{{if}}', '#if requires exactly one argument'],
  ])('%s says so', async (source, message) => {
    await expect(compileTextTemplate(source, dumpExample)).rejects.toThrow(
      expect.objectContaining({ name: 'TemplateFault', message }),
    );
  });

  it('says so in a branch that only another example takes', async () => {
    const source = '{{#unless mark}}{{#with totals}}{{day}}{{/with}}{{/unless}}';
    await expect(compileTextTemplate(source, subjectExample)).resolves.toBeTypeOf('function');
    await expect(fillSubjectTemplate(source, context)).rejects.toThrow('knows no day');
  });
});

describe('the paths of a dump', () => {
  it('name days', async () => {
    const dump = ['dumps/{{date}}.csv', '{{first}}_{{last}}/*.{json,csv}', 'plain'];
    expect(await fillDumpTemplates(dump, dumpExample)).toEqual([
      'dumps/2026-11-23.csv',
      '2026-11-16_2026-11-22/*.{json,csv}',
      'plain',
    ]);
  });
});

describe('what a subject may name', () => {
  const zeros = <Key extends string>(shape: { readonly [key in Key]: unknown }) =>
    Object.fromEntries(Object.keys(shape).map((key) => [key, 0])) as { [key in Key]: number };
  const report = {
    delivery: { id: 'w-1', label: 'Winter\nsale', format: 'native', firstEvent: null, lastEvent: null },
    totals: { ...zeros(totalsSchema.shape), sent: 12_345 },
    rates: { ...zeros(ratesSchema.shape), delivered: 0.9714, opens: null },
  };
  const facts = {
    ...dumpExample,
    report: 'weekly',
    edition: '2026-W47',
    mark: '',
    warnings: '',
    partial: '',
  };

  it('is the report in the language of the mail', () => {
    const english = subjectTemplateContext(report, { ...facts, locale: 'en' });
    expect(english).toMatchObject({ ...facts, delivery: 'Winter sale', deliveryId: 'w-1' });
    expect(english.totals.sent).toBe('12,345');
    expect(english.rates).toMatchObject({ delivered: '97.1%', opens: '–' });
    const french = subjectTemplateContext(report, { ...facts, locale: 'fr' });
    expect(french.totals.sent).toMatch(/^12\s345$/);
    expect(french.rates.delivered).toMatch(/^97,1\s%$/);
  });

  it('has the id of a delivery that has no label', () => {
    const delivery = { ...report.delivery, label: null };
    expect(subjectTemplateContext({ ...report, delivery }, { ...facts, locale: 'en' }).delivery).toBe('w-1');
  });

  it('has the very names that templates are checked with', () => {
    const namesOf = (value: object): unknown =>
      Object.entries(value)
        .map(([key, part]) => (typeof part === 'object' ? [key, namesOf(part)] : key))
        .sort();
    const made = subjectTemplateContext(report, { ...facts, locale: 'en' });
    expect(namesOf(made)).toEqual(namesOf(subjectExample));
  });
});
