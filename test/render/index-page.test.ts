import { describe, expect, it } from 'vitest';
import { renderIndex } from '../../src/render/index-page.ts';
import { readReport, reportNames } from './reports.ts';

const reports = reportNames.map((name) => ({ report: readReport(name), href: `${name}/report.html` }));

describe('the list of executions', () => {
  it('has the newest first and those without events last', () => {
    const html = renderIndex(reports, { locale: 'en', timezone: 'UTC' });
    expect([...html.matchAll(/<a href="([^"]+)\/report\.html"/g)].map(([, name]) => name)).toEqual([
      'clock-change',
      'nasty',
      'typical',
      'one-event',
      'five-million',
      'empty',
    ]);
  });

  it('says so when there is nothing to list', () => {
    expect(renderIndex([], { locale: 'fr', timezone: 'UTC' })).toContain('Aucune livraison trouvée.');
  });

  it('shows names of the dump as text', () => {
    expect(renderIndex(reports, { locale: 'en', timezone: 'UTC' })).not.toContain('<img');
  });

  it('does not depend on the order of its input', () => {
    const options = { locale: 'en', timezone: 'Europe/Paris' } as const;
    expect(renderIndex([...reports].reverse(), options)).toBe(renderIndex(reports, options));
  });
});
