import { describe, expect, it } from 'vitest';
import { renderIndex } from '../../src/render/index-page.ts';
import { type ExecutionsData, sumFigures, unpackExecution } from '../../src/render/view/executions.ts';
import { ratesOf } from '../../src/report/rates.ts';
import { generatedExecutions, sumOf } from './generated-executions.ts';
import { readReport, reportNames } from './reports.ts';

const reports = reportNames.map((name) => ({ report: readReport(name), href: `${name}/report.html` }));
const english = { locale: 'en', timezone: 'UTC' } as const;

const linked = (html: string) =>
  [...html.matchAll(/<a href="([^"]+)\/report\.html"/g)].map(([, name]) => name);

/** The deliveries that a page carries for its script. */
function carried(html: string) {
  const [, json] = /<script type="application\/json" id="executions-data">(.*)<\/script>/.exec(html) ?? [];
  return (JSON.parse(json ?? '') as ExecutionsData).rows.map(unpackExecution);
}

describe('the list of executions', () => {
  it('has the newest first and those without events last', () => {
    const newestFirst = ['clock-change', 'nasty', 'typical', 'one-event', 'five-million', 'empty'];
    const html = renderIndex(reports, english);
    expect(linked(html)).toEqual(newestFirst);
    expect(carried(html).map(({ href }) => href.split('/')[0])).toEqual(newestFirst);
  });

  it('says so when there is nothing to list', () => {
    const html = renderIndex([], { locale: 'fr', timezone: 'UTC' });
    expect(html).toContain('Aucune livraison trouvée.');
    expect(html).not.toContain('application/json');
  });

  it('shows names of the dump as text, and lets none end its data', () => {
    const [first] = reports;
    if (first === undefined) throw new Error('no reports');
    const delivery = { ...first.report.delivery, label: '</script><img src=x></noscript>' };
    const html = renderIndex([...reports, { ...first, report: { ...first.report, delivery } }], english);
    expect(html).not.toContain('<img');
    expect(carried(html).map(({ name }) => name)).toContain('</script><img src=x></noscript>');
  });

  it('does not depend on the order of its input', () => {
    const options = { locale: 'en', timezone: 'Europe/Paris' } as const;
    expect(renderIndex([...reports].reverse(), options)).toBe(renderIndex(reports, options));
  });

  it('tells the days of the first events in the time zone of the report', () => {
    const [, second] = carried(renderIndex(reports, { locale: 'en', timezone: 'Asia/Tokyo' }));
    expect(second?.firstEvent).toBe('2026-03-28T03:30');
  });

  it('carries every figure of every delivery, and the same rates', () => {
    for (const { href, figures } of carried(renderIndex(reports, english))) {
      const report = reports.find((one) => one.href === href)?.report;
      expect(figures).toEqual({ totals: report?.totals, rates: report?.rates });
    }
  });

  it('sums figures, and works rates out from the sums', () => {
    const entries = generatedExecutions(30);
    const { totals, rates } = sumFigures(carried(renderIndex(entries, english)));
    expect(totals.uniqueOpens).toBe(sumOf(entries, 'uniqueOpens'));
    expect(rates).toEqual(ratesOf(totals));
  });

  it('has all rows for those who read without scripts where its table has but the first', () => {
    const html = renderIndex(generatedExecutions(120), english);
    const [, plain = ''] = /<noscript>([\s\S]*)<\/noscript>/.exec(html) ?? [];
    expect(linked(plain)).toHaveLength(120);
    expect(linked(html)).toHaveLength(170);
    expect(renderIndex(generatedExecutions(50), english)).not.toContain('<noscript>');
  });
});
