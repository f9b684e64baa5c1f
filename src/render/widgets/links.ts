import { type Bar, barChart } from '../../charts/bars.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { displayText, webAddress } from '../escape.ts';
import type { Format } from '../view/format.ts';
import { barsInWords } from '../view/reasons.ts';
import {
  foreignCell,
  numberCell,
  numberColumn,
  type Row,
  row,
  textCell,
  textColumn,
  withBars,
} from '../view/table.ts';
import type { Widget } from './widget.ts';

type Link = ShownReport['sections']['links']['rows'][number];

/** How many links a table lists and how many a chart; those beyond are summed up, but for a single one. */
const listed = 20;
const charted = 10;
/** An address longer than this is cut in its middle: its host and its end tell it from others. */
const longestAddress = 80;

/** What was clicked, most clicked first. */
export const linksWidget: Widget<'links'> = {
  id: 'links',
  title: 'widget.links',
  subtitle: 'widget.links.subtitle',
  size: { columns: 12, rows: 11 },
  views: ['table', 'bar'],
  inMail: false,
  appears: ({ sections }) => sections.links.rows.some(({ url, label }) => url !== null || label !== null),
  show: ({ sections, totals }, format) => {
    const { text, count, rate, dateTime } = format;
    const { rows } = sections.links;
    if (rows.length === 0) return { kind: 'empty', words: text('empty.clicks'), good: false };
    const bars = barsOf(rows, totals.clicks, format);
    const { top, rest } = topLinks(rows, totals.clicks, listed);
    const body = top.map((link) =>
      row(
        headerOf(link, format),
        numberCell(count(link.clicks), link.clicks),
        numberCell(count(link.uniqueClicks), link.uniqueClicks),
        numberCell(rate(link.share), link.share),
        ...[link.firstClick, link.medianClick, link.lastClick].map((time) => ({
          ...textCell(dateTime(Date.parse(time))),
          sort: Date.parse(time),
        })),
      ),
    );
    const remainder: Row = {
      ...row(
        textCell(text('links.other')),
        numberCell(count(rest), rest),
        numberCell('', null),
        numberCell(rate(rest / totals.clicks), rest),
        ...[1, 2, 3].map(() => textCell('')),
      ),
      remainder: true,
    };
    return {
      kind: 'figures',
      label: barsInWords(text('widget.links'), bars, format),
      chart: (_kind, room) => barChart(bars, room),
      table: {
        caption: text('widget.links'),
        columns: [
          textColumn(text('column.link')),
          numberColumn(text('metric.clicks')),
          numberColumn(text('column.unique')),
          numberColumn(text('column.share')),
          textColumn(text('column.firstClick')),
          textColumn(text('column.medianClick')),
          textColumn(text('column.lastClick')),
        ],
        rows: withBars(rest === 0 ? body : [...body, remainder], 0, 'clicks'),
        printed: true,
      },
      tiles: null,
    };
  },
};

/** The links most clicked, and how many clicks those beyond have, with those that a page had no room for. */
function topLinks(
  rows: readonly Link[],
  clicks: number,
  most: number,
): { readonly top: readonly Link[]; readonly rest: number } {
  const top = rows.length <= most + 1 ? rows : rows.slice(0, most);
  return { top, rest: clicks - top.reduce((sum, link) => sum + link.clicks, 0) };
}

/** What a link is called by its label, with its address below; or by its address. */
function headerOf({ url, label }: Link, { text }: Format): Row['header'] {
  const address = displayText(url ?? '');
  const href = webAddress(url ?? '');
  const short = shortAddress(address);
  if (label === null) {
    return url === null
      ? textCell(text('links.none'))
      : { ...foreignCell(short, cutOf(address, short)), href };
  }
  return { ...foreignCell(displayText(label), address), href, note: short };
}

const cutOf = (whole: string, shown: string): string => (shown.includes('…') ? whole : '');

/** An address without its scheme, and without its middle where it is long. */
function shortAddress(address: string): string {
  const bare = address.replace(/^https?:\/\//, '');
  if (bare.length <= longestAddress) return bare;
  const half = longestAddress / 2;
  return `${bare.slice(0, half)}…${bare.slice(-half)}`.replace(/\p{Surrogate}/gu, '');
}

function barsOf(rows: readonly Link[], clicks: number, format: Format): readonly Bar[] {
  const { text, count, rate } = format;
  const { top, rest } = topLinks(rows, clicks, charted);
  const bars = top.map(
    ({ url, label, clicks, share }): Bar => ({
      label: displayText(label ?? '') || shortAddress(displayText(url ?? '')) || text('links.none'),
      ...{ kind: '', count: clicks, figure: count(clicks), share: rate(share), color: 'clicks' },
    }),
  );
  if (rest === 0) return bars;
  const share = rate(rest / clicks);
  return [
    ...bars,
    { ...{ label: text('links.other'), kind: '', count: rest, figure: count(rest) }, share, color: 'other' },
  ];
}
