import { type Bar, barChart } from '../../charts/bars.ts';
import type { ColorName } from '../../charts/palette.ts';
import type { PageReport } from '../cut-report.ts';
import { elapsedInWords } from '../view/elapsed.ts';
import type { Format } from '../view/format.ts';
import { barsInWords } from '../view/reasons.ts';
import { numberCell, numberColumn, type Row, row, textCell, textColumn, withBars } from '../view/table.ts';
import type { Widget } from './widget.ts';

type Machines = PageReport['sections']['machine-activity'];
type Activity = Machines['rows'][number];
type Rule = Machines['rules'][number];

const parts = ['all', 'declared', 'suspected', 'human'] as const;
type Part = (typeof parts)[number];

/** How many opens and clicks are a machine's: flagged by the sender, or suspected by a rule. */
export const machineActivityWidget: Widget<'machine-activity'> = {
  id: 'machine-activity',
  title: 'widget.machine-activity',
  subtitle: 'widget.machine-activity.subtitle',
  size: { columns: 12, rows: 13 },
  views: ['table', 'bar'],
  appears: ({ sections }) => sections['machine-activity'].rows.some(({ all }) => all > 0),
  inMail: false,
  show: ({ sections, totals }, format) => {
    const { text } = format;
    const { rows, rules } = sections['machine-activity'];
    const [opens, clicks] = ['opens', 'clicks'].map((name) => rows.find(({ activity }) => activity === name));
    if (opens === undefined || clicks === undefined || opens.all + clicks.all === 0)
      return { kind: 'empty', words: text('empty.engagement'), good: false };
    const bars = [opens, clicks].flatMap((activity) => barsOf(activity, format));
    const flagged = opens.declared + clicks.declared > 0;
    return {
      kind: 'figures',
      label: barsInWords(text('widget.machine-activity'), bars, format),
      chart: (_kind, room) => barChart(bars, room),
      table: {
        caption: text('widget.machine-activity'),
        columns: [
          textColumn(text('column.metric')),
          numberColumn(text('metric.opens')),
          numberColumn(text('metric.clicks')),
          ...(flagged ? [numberColumn(text('column.flagged'))] : []),
        ],
        rows: [
          ...partRows(opens, clicks, format),
          ...estimateRow(opens, totals.delivered, format),
          ...rules.map((rule) => ruleRow(rule, format)),
        ].map((each) => (flagged ? each : { ...each, cells: each.cells.slice(0, 2) })),
        printed: true,
      },
      tiles: null,
    };
  },
};

/** Machines are grey, people have the colour of what they did. */
function colorOf(part: Part, activity: Activity['activity']): ColorName {
  if (part === 'declared') return 'ignored';
  return part === 'suspected' ? 'other' : activity;
}

function barsOf(activity: Activity, { text, count, rate }: Format): readonly Bar[] {
  if (activity.all === 0) return [];
  const name = text(`metric.${activity.activity}`);
  return parts.map((part) => ({
    label: `${name} · ${text(`machines.${part}`)}`,
    kind: '',
    count: activity[part],
    figure: count(activity[part]),
    share: rate(activity[part] / activity.all),
    color: colorOf(part, activity.activity),
  }));
}

const blank = numberCell('', null);

function partRows(opens: Activity, clicks: Activity, { text, count }: Format): readonly Row[] {
  const rows = parts.map((part) =>
    row(
      {
        ...textCell(text(`machines.${part}`)),
        note: part === 'suspected' && opens[part] + clicks[part] > 0 ? text('machines.suspected.note') : '',
      },
      numberCell(count(opens[part]), opens[part]),
      numberCell(count(clicks[part]), clicks[part]),
      blank,
    ),
  );
  return withBars(withBars(rows, 0, 'opens'), 1, 'clicks');
}

/** The estimate with its formula and figures, as a rate has them. */
function estimateRow(
  { humanPeople, machineOnlyPeople, estimatedPeople }: Activity,
  delivered: number,
  { text, count }: Format,
): readonly Row[] {
  if (estimatedPeople === null) return [];
  const estimate = Math.round(estimatedPeople);
  const formula = text('machines.formula', {
    human: count(humanPeople),
    machineOnly: count(machineOnlyPeople),
    delivered: count(delivered),
  });
  const header = { ...textCell(text('machines.estimated')), note: formula };
  return [row(header, numberCell(count(estimate), estimate), blank, blank)];
}

function ruleRow({ rule, seconds, links, opens, clicks, declared }: Rule, format: Format): Row {
  const { text, count } = format;
  const always = rule === 'image-proxy' && seconds === null;
  const words = text(always ? 'machines.rule.image-proxy.always' : `machines.rule.${rule}`, {
    time: elapsedInWords(seconds ?? 0, format),
    links: count(links ?? 0),
  });
  return row(
    textCell(words),
    ...[opens, clicks, declared].map((number) => numberCell(count(number), number)),
  );
}
