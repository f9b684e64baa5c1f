import { describe, expect, it } from 'vitest';
import { cutReport } from '../../src/render/cut-report.ts';
import { cutDomains, cutProviders } from '../../src/render/cut-results.ts';
import type { Report } from '../../src/report/report.ts';
import { readReport } from './reports.ts';

type DomainRow = Report['sections']['recipient-domains']['rows'][number];

const domainRow = (domain: string | null, sent: number, fields: Partial<DomainRow> = {}): DomainRow => ({
  ...{
    domain,
    domains: domain === null ? 0 : 1,
    sent,
    delivered: sent,
    bounces: 0,
    hard: 0,
    soft: 0,
    ignored: 0,
  },
  ...{ bounceRate: 0, opens: 1, clicks: 0, unsubscribes: 0, complaints: 0 },
  ...{ difference: null, low: null, high: null, standsOut: false },
  ...fields,
});

/** So many domains, the first with the most messages. */
const domains = (count: number): DomainRow[] =>
  Array.from({ length: count }, (_, index) => domainRow(`d${index}.example`, 1000 - index));
const names = (rows: readonly DomainRow[]) => rows.map(({ domain }) => domain);

describe('the domains that are shown', () => {
  it('are all of them where they are twenty or one more', () => {
    const rows = [domainRow(null, 5000), ...domains(21)];
    expect(cutDomains(rows)).toEqual(rows);
  });

  it('are the first twenty of more, and the others summed up', () => {
    const rows = [...domains(23), domainRow(null, 7, { bounces: 7, soft: 7 })];
    const cut = cutDomains(rows);
    expect(names(cut)).toEqual([...names(domains(20)), null]);
    expect(cut.at(-1)).toEqual(
      domainRow(null, 980 + 979 + 978 + 7, {
        ...{ domains: 3, bounces: 7, soft: 7, opens: 4 },
        bounceRate: 7 / (980 + 979 + 978 + 7),
      }),
    );
  });

  it('have those that stand out among them, however few messages they have, in the order of all', () => {
    const rows = domains(60).map((row, index) => ({ ...row, standsOut: index >= 48 }));
    expect(names(cutDomains(rows))).toEqual([
      ...names(rows.slice(0, 10)),
      ...names(rows.slice(48, 58)),
      null,
    ]);
  });

  it('do not change when they are cut again', () => {
    const once = cutDomains(domains(400));
    expect(cutDomains(once)).toEqual(once);
  });
});

it('sums up providers in the same way', () => {
  const rows = domains(30).map(({ domain, ...results }) => ({ provider: domain, ...results }));
  const cut = cutProviders(rows);
  expect(cut).toHaveLength(21);
  expect(cut.at(-1)).toMatchObject({ provider: null, domains: 10 });
});

it('cuts the domains of every part of a report that a page carries', () => {
  const report = readReport('typical');
  const withDomains = <Part extends { sections: object }>(part: Part): Part => ({
    ...part,
    sections: { ...part.sections, 'recipient-domains': { rows: domains(300) } },
  });
  const part = withDomains(report);
  const { totals, rates, sections, window, audit } = part;
  const withMachines = { totals, rates, sections };
  const whole: Report = {
    ...part,
    withMachines,
    lastDay: { window, audit, totals, rates, sections, withMachines },
  };
  const cut = cutReport(whole, { reasons: 10, characters: 4 }).report;
  for (const one of [cut, cut.withMachines, cut.lastDay, cut.lastDay?.withMachines]) {
    const rows = one?.sections['recipient-domains'].rows;
    expect(rows).toHaveLength(21);
    expect(rows?.[10]?.domain).toBe('d10…');
  }
});
