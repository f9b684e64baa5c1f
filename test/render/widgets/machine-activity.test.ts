import { describe, expect, it } from 'vitest';
import { chooseMachineRules } from '../../../src/config/machine-rules.ts';
import type { Locale } from '../../../src/locales/locale.ts';
import { cutReport, pageReport } from '../../../src/render/cut-report.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { machineActivityWidget } from '../../../src/render/widgets/machine-activity.ts';
import type { Report } from '../../../src/report/report.ts';
import { reportOf } from '../../support/report-of.ts';

const apple = 'Mozilla/5.0';
const gmail = 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)';
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1) Safari';

const event = (event_type: string, minute: number, person: string, more: object = {}): object => ({
  ...{ event_type, timestamp: new Date(Date.UTC(2026, 10, 22, 8, minute)).toISOString() },
  ...{ message_id: person, recipient: person, ...more },
});

/** Of four to whom it was delivered one opened, and Apple fetched the images of another. */
const dump = [
  ...['a', 'b', 'c', 'd'].map((person) => event('delivered', 0, person)),
  event('open', 5, 'a', { user_agent: iPhone }),
  event('open', 9, 'a', { user_agent: gmail }),
  event('open', 6, 'b', { user_agent: apple }),
  event('click', 7, 'a', { url: 'https://example.com/', user_agent: iPhone }),
];

const shownOf = (report: Report, locale: Locale = 'en') =>
  machineActivityWidget.show(
    pageReport(cutReport(report, { reasons: 9, characters: 99 }), { window: 'whole', machines: 'excluded' }),
    formatOf(locale, 'UTC'),
  );

/** The cells of its table, a note behind what it is a note of. */
function tableOf(report: Report, locale?: Locale): readonly (readonly string[])[] {
  const shown = shownOf(report, locale);
  if (shown.kind === 'empty') return [[shown.words]];
  return [
    shown.table.columns.map(({ label }) => label),
    ...shown.table.rows.map(({ header, cells }) =>
      [header, ...cells].map(({ text, note }) => (note === '' ? text : `${text} (${note})`)),
    ),
  ];
}

describe('the machine activity', () => {
  it('is told with the estimate and its formula, and what each rule caught', async () => {
    expect(tableOf(await reportOf(dump))).toEqual([
      ['Metric', 'Opens', 'Clicks'],
      ['All', '3', '1'],
      ['Flagged by the sender', '0', '0'],
      ['Probably by machines (caught by the rules below, some by several)', '1', '0'],
      ['Probably by people', '2', '1'],
      [
        'Openers, estimated (openers + machines only × openers ÷ (delivered − machines only) = 1 + 1 × 1 ÷ (4 − 1))',
        ...['1', ''],
      ],
      ['Known proxies and scanners', '1', '0'],
      ['Image proxies within 10 s of delivery', '0', '0'],
      ['Clicks within 10 s of delivery', '0', '0'],
      ['3 links clicked, or all, within 10 s', '0', '0'],
      ['Clicks before another program opened', '0', '0'],
    ]);
  });

  it('has what the rules would have caught of the flagged, where the sender flags any', async () => {
    const flagged = event('open', 8, 'c', { user_agent: apple, is_machine: true });
    const table = tableOf(await reportOf([...dump, flagged]), 'fr');
    expect(table.slice(0, 3)).toEqual([
      ['Indicateur', 'Ouvertures', 'Clics', 'Déjà signalés'],
      ['Total', '4', '1', ''],
      ['Signalés par l’expéditeur', '1', '0', ''],
    ]);
    expect(table).toContainEqual(['Proxys et analyseurs connus', '1', '0', '1']);
  });

  it('names the limits that were chosen', async () => {
    const machineRules = chooseMachineRules('none,image-proxy=always,fast-click=90s,all-links=4 in 5s');
    const names = tableOf(await reportOf(dump, { machineRules })).map(([name]) => name);
    expect(names.slice(-3)).toEqual([
      'Image proxies',
      'Clicks within 1 min 30 s of delivery',
      '4 links clicked, or all, within 5 s',
    ]);
  });

  it('has no estimate where there is nothing to go by', async () => {
    const [, , , , , ...rest] = tableOf(await reportOf(dump.slice(4)));
    expect(rest[0]?.[0]).toBe('Known proxies and scanners');
  });

  it('is drawn with a bar for all, flagged, suspected and human opens, and clicks', async () => {
    const shown = shownOf(await reportOf(dump));
    if (shown.kind === 'empty' || shown.chart === null) throw new Error('nothing is drawn');
    const { spots } = shown.chart('bar', { width: 500, height: null }, new Set());
    expect(spots.map(({ title, figures: [figure] }) => `${title}: ${figure?.figure}`)).toEqual([
      'Opens · All: 3 · 100%',
      'Opens · Flagged by the sender: 0 · 0%',
      'Opens · Probably by machines: 1 · 33.3%',
      'Opens · Probably by people: 2 · 66.7%',
      'Clicks · All: 1 · 100%',
      'Clicks · Flagged by the sender: 0 · 0%',
      'Clicks · Probably by machines: 0 · 0%',
      'Clicks · Probably by people: 1 · 100%',
    ]);
  });

  it('stays away where nobody opened or clicked, and says so where it is placed', async () => {
    const report = await reportOf(dump.slice(0, 4));
    const shown = pageReport(cutReport(report, { reasons: 9, characters: 99 }), {
      window: 'whole',
      machines: 'excluded',
    });
    expect(machineActivityWidget.appears?.(shown)).toBe(false);
    expect(tableOf(report)).toEqual([['Nobody opened or clicked.']]);
  });
});
