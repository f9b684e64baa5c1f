import { describe, expect, it } from 'vitest';
import { cutReport, type PageReport, pageReport } from '../../src/render/cut-report.ts';
import { formatOf } from '../../src/render/view/format-of.ts';
import type { Table } from '../../src/render/view/table.ts';
import { mailboxProvidersWidget } from '../../src/render/widgets/mailbox-providers.ts';
import { recipientDomainsWidget } from '../../src/render/widgets/recipient-domains.ts';
import { variantsWidget } from '../../src/render/widgets/variants.ts';
import type { Widget } from '../../src/render/widgets/widget.ts';
import { reportOf } from '../support/report-of.ts';
import { readReport } from './reports.ts';

const at = '2026-11-22T08:00:00Z';
const english = formatOf('en', 'UTC');
const french = formatOf('fr', 'UTC');

/** To so many people at a domain, of whom so many bounce. */
const sendTo = (domain: string | null, sent: number, bounces: number, fields: object = {}): object[] =>
  Array.from({ length: sent }, (_, number) => {
    const recipient = domain === null ? `profile-${number}` : `p${number}@${domain}`;
    const event = { timestamp: at, message_id: `${domain}-${number}`, recipient, ...fields };
    return [
      { ...event, event_type: 'sent' },
      {
        ...event,
        ...(number < bounces
          ? { event_type: 'bounce', bounce_category: 'hard' }
          : { event_type: 'delivered' }),
      },
    ];
  }).flat();

const shownOf = async (rows: object[]): Promise<PageReport> =>
  pageReport(cutReport(await reportOf(rows), { reasons: 9, characters: 90 }), {
    window: 'whole',
    machines: 'excluded',
  });

function tableOf(widget: Widget, report: PageReport, format = english): Table {
  const shown = widget.show(report, format);
  if (shown.kind === 'empty') throw new Error(shown.words);
  return shown.table;
}

const texts = ({ rows }: Table) =>
  rows.map(({ header, cells }) => [header.text, ...cells.map(({ text }) => text)]);

describe('the domains of recipients', () => {
  const rows = [...sendTo('gmail.com', 200, 2), ...sendTo('orange.fr', 100, 20), ...sendTo(null, 10, 0)];

  it('are a table of counts, and of shares of what was sent or delivered', async () => {
    const table = tableOf(recipientDomainsWidget, await shownOf(rows));
    expect(texts(table)).toEqual([
      ['gmail.com', '200', '99.0%', '1.0%', '2', '0', '0', '0%', '0%', '0', '0'],
      ['orange.fr', '100', '80.0%', '20.0%', '20', '0', '0', '0%', '0%', '0', '0'],
      ['Domain unknown', '10', '100%', '0%', '0', '0', '0', '0%', '0%', '0', '0'],
    ]);
    expect(table.columns).toHaveLength(11);
  });

  it('say in words which of them stands out, and by how much', async () => {
    const report = await shownOf(rows);
    const notes = (format: typeof english) =>
      tableOf(recipientDomainsWidget, report, format).rows.map(({ header }) => header.note);
    expect(notes(english)).toEqual([
      '',
      'Stands out: bounce rate +19.0 points (95% interval +11.9 to +28.0)',
      '',
    ]);
    expect(notes(french)[1]).toBe(
      'Se démarque\u202f: taux de bounces +19,0 points (intervalle à 95\u202f%\u202f: +11,9 à +28,0)',
    );
    const shown = recipientDomainsWidget.show(report, english);
    expect(shown).toMatchObject({ label: expect.stringContaining('orange.fr (stands out) 100 (32.3%)') });
  });

  it('end with those that there is no room for', async () => {
    const many = Array.from({ length: 30 }, (_, index) => sendTo(`d${index}.example`, 30 - index, 0)).flat();
    const table = tableOf(recipientDomainsWidget, await shownOf(many));
    expect(table.rows).toHaveLength(21);
    expect(texts(table).at(-1)?.slice(0, 2)).toEqual(['10 other domains', '55']);
    expect(table.rows.at(-1)?.remainder).toBe(true);
  });

  it('are left out where the dump names none, and say so where somebody wants them', async () => {
    const report = await shownOf(sendTo(null, 3, 1));
    for (const widget of [recipientDomainsWidget, mailboxProvidersWidget]) {
      expect(widget.appears?.(report)).toBe(false);
      expect(widget.show(report, english)).toMatchObject({
        kind: 'empty',
        words: 'The dump names no recipient’s address.',
      });
    }
    expect(recipientDomainsWidget.appears?.(await shownOf(rows))).toBe(true);
  });
});

it('mailbox providers are a table with how many domains each has', async () => {
  const report = await shownOf([
    ...sendTo('gmail.com', 20, 2),
    ...sendTo('googlemail.com', 10, 1),
    ...sendTo('a.example', 5, 0),
  ]);
  expect(texts(tableOf(mailboxProvidersWidget, report)).map((row) => row.slice(0, 5))).toEqual([
    ['Google', '2', '30', '90.0%', '10.0%'],
    ['Other providers', '1', '5', '100%', '0%'],
  ]);
  expect(mailboxProvidersWidget.appears?.(report)).toBe(true);
});

describe('variants', () => {
  it('are a table, metric by metric, that says which difference is more than chance', async () => {
    const report = await shownOf([
      ...sendTo('a.example', 100, 2, { variant: 'A' }),
      ...sendTo('b.example', 100, 40, { variant: 'B' }),
    ]);
    expect(texts(tableOf(variantsWidget, report)).slice(0, 6)).toEqual([
      ['Sent', 'A', '100', '', '', ''],
      ['Sent', 'B', '100', '', '', ''],
      ['Delivered', 'A', '98', '98.0%', '', ''],
      ['Delivered', 'B', '60', '60.0%', '−38.0 points (−47.9 to −27.7)', 'Yes'],
      ['Bounces', 'A', '2', '2.0%', '', ''],
      ['Bounces', 'B', '40', '40.0%', '+38.0 points (+27.7 to +47.9)', 'Yes'],
    ]);
    expect(variantsWidget.appears?.(report)).toBe(true);
    const opens = texts(tableOf(variantsWidget, report, french)).find(
      ([metric, variant]) => metric === 'Ouvertures' && variant === 'B',
    );
    expect(opens?.at(-1)).toBe('Non');
  });

  it('are left out where there is one or none', async () => {
    const one = await shownOf(sendTo('a.example', 3, 0, { variant: 'A' }));
    expect(variantsWidget.appears?.(one)).toBe(false);
    const none = await shownOf(sendTo('a.example', 3, 0));
    expect(variantsWidget.show(none, english)).toMatchObject({ words: 'The dump names no variant.' });
  });
});

it('a report from before there were such sections has none of them', () => {
  const report = pageReport(cutReport(readReport('typical'), { reasons: 9, characters: 90 }), {
    window: 'whole',
    machines: 'excluded',
  });
  for (const widget of [recipientDomainsWidget, mailboxProvidersWidget, variantsWidget])
    expect(widget.appears?.(report)).toBe(false);
});
