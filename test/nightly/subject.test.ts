import { expect, it } from 'vitest';
import { editionOf } from '../../src/nightly/edition.ts';
import { subjectOf } from '../../src/nightly/subject.ts';
import { readReport } from '../render/reports.ts';
import { partialReport } from '../support/partial-report.ts';

const whole = readReport('typical');
const partial = partialReport(whole);
const edition = editionOf({ kind: 'all' }, 'UTC', '2026-11-22');

const subject = (report: typeof whole, template: string | null, locale: 'en' | 'fr' = 'en') =>
  subjectOf(report, [], locale, { name: 'nightly', subject: template }, edition);

it('marks a partial report in the usual subject and in one of somebody’s own', async () => {
  expect(await subject(partial, null)).toContain('(partial): ');
  expect(await subject(whole, null)).not.toContain('partial');
  expect(await subject(partial, 'Figures of {{date}}')).toBe('Figures of 2026-11-22 (partial)');
  expect(await subject(partial, 'Chiffres du {{date}}', 'fr')).toBe('Chiffres du 2026-11-22 (partiel)');
  expect(await subject(whole, 'Figures of {{date}}')).toBe('Figures of 2026-11-22');
});

it('lets a template say itself where the mark of a partial report stands', async () => {
  const template = '{{#if partial}}{{partial}} {{/if}}{{date}}';
  expect(await subject(partial, template)).toBe('(partial) 2026-11-22');
  expect(await subject(whole, template)).toBe('2026-11-22');
});
