import { type Bar, barChart } from '../../charts/bars.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { displayText } from '../escape.ts';
import type { Format } from '../view/format.ts';
import { barsInWords } from '../view/reasons.ts';
import {
  type Cell,
  numberCell,
  numberColumn,
  type Row,
  row,
  textCell,
  textColumn,
  withBars,
} from '../view/table.ts';
import type { Widget } from './widget.ts';

type Reader = ShownReport['sections']['mail-clients']['rows'][number];

/** A line of the list: a device, a client, or all others. */
interface Line extends Pick<Reader, 'kind' | 'opens' | 'clicks'> {
  readonly label: string;
  readonly isRemainder: boolean;
}

/** How many mail clients are listed; those beyond are summed up, but for a single one. */
const listed = 10;

/** What people read with: their devices, then their mail clients and browsers. */
export const mailClientsWidget: Widget<'mail-clients'> = {
  id: 'mail-clients',
  title: 'widget.mail-clients',
  subtitle: 'widget.mail-clients.subtitle',
  size: { columns: 6, rows: 11 },
  views: ['table', 'bar'],
  inMail: false,
  appears: ({ sections }) => sections['mail-clients'].rows.length > 0,
  show: ({ sections, totals }, format) => {
    const { text, count } = format;
    const { rows } = sections['mail-clients'];
    if (rows.length === 0) return { kind: 'empty', words: text('empty.clients'), good: false };
    const lines = linesOf(rows, format);
    const [opened, clicked] = [totals.opens, totals.clicks];
    const figures = (value: number, whole: number): Cell[] => {
      const share = whole === 0 ? null : value / whole;
      return [numberCell(count(value), value), numberCell(format.rate(share), share)];
    };
    const bars = lines.map(
      ({ label, kind, opens, isRemainder }): Bar => ({
        ...{ label, kind: text(`clients.${kind}`), count: opens, figure: count(opens) },
        share: format.rate(opened === 0 ? null : opens / opened),
        color: isRemainder ? 'other' : 'opens',
      }),
    );
    const tableRow = ({ label, kind, opens, clicks, isRemainder }: Line): Row => ({
      ...row(
        textCell(label),
        textCell(text(`clients.${kind}`)),
        ...figures(opens, opened),
        ...figures(clicks, clicked),
      ),
      remainder: isRemainder,
    });
    return {
      kind: 'figures',
      label: barsInWords(text('widget.mail-clients'), bars, format),
      chart: (_kind, room) => barChart(bars, room),
      table: {
        caption: text('widget.mail-clients'),
        columns: [
          textColumn(text('column.name')),
          textColumn(text('column.kind')),
          numberColumn(text('metric.opens')),
          numberColumn(text('column.openShare')),
          numberColumn(text('metric.clicks')),
          numberColumn(text('column.clickShare')),
        ],
        rows: withBars(lines.map(tableRow), 1, 'opens'),
        printed: true,
      },
      tiles: null,
    };
  },
};

/** The devices, the clients most used, the others together, and what did not tell its name. */
function linesOf(rows: readonly Reader[], { text, plural, count }: Format): readonly Line[] {
  const lineOf = ({ kind, name, opens, clicks }: Reader): Line => ({
    ...{ kind, opens, clicks },
    label:
      name === null
        ? text('clients.unknown')
        : kind === 'device'
          ? deviceName(name, text)
          : displayText(name),
    isRemainder: false,
  });
  const clients = rows.filter(({ kind, name }) => kind === 'client' && name !== null);
  const top = clients.length <= listed + 1 ? clients : clients.slice(0, listed);
  const others = clients.slice(top.length);
  const rest: Line = {
    kind: 'client',
    label: plural('clients.other', others.length, { count: count(others.length) }),
    opens: others.reduce((sum, { opens }) => sum + opens, 0),
    clicks: others.reduce((sum, { clicks }) => sum + clicks, 0),
    isRemainder: true,
  };
  return [
    ...rows.filter(({ kind }) => kind === 'device').map(lineOf),
    ...top.map(lineOf),
    ...(others.length === 0 ? [] : [rest]),
    ...rows.filter(({ kind, name }) => kind === 'client' && name === null).map(lineOf),
  ];
}

/** Devices have words in each language; a report of another version may know one that this one does not. */
function deviceName(name: string, text: Format['text']): string {
  return name === 'phone' || name === 'tablet' || name === 'computer'
    ? text(`device.${name}`)
    : displayText(name);
}
