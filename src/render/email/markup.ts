import { type ColorName, palette } from '../../charts/palette.ts';
import type { FindingView } from '../view/findings.ts';
import type { Format } from '../view/format.ts';
import { type EmailContent, lesserInWords } from './content.ts';
import { type ChartPictures, halfPictures, type PictureDrawing, wholePictures } from './pictures.ts';
import type { EmailSection } from './sections.ts';
import type { EmailTable, EmailText } from './table.ts';

/** What the template of the HTML is filled in with, and what it shows pictures of. */
export interface EmailMarkup {
  readonly view: object;
  readonly pictures: readonly PictureDrawing[];
}

/** A mail set as HTML. `addressOf` says where the HTML has a picture from, by its name. */
export function emailMarkup(
  content: EmailContent,
  locale: string,
  addressOf: (name: string) => string,
  format: Format,
): EmailMarkup {
  const pictures: PictureDrawing[] = [];
  const partOf = (section: EmailSection, picturesOf: typeof wholePictures): object => {
    const { id, title, subtitle, body } = section;
    const drawn = body.kind === 'chart' ? picturesOf(id, body) : null;
    if (drawn !== null) pictures.push(drawn.wide, ...(drawn.narrow === null ? [] : [drawn.narrow]));
    return {
      title,
      subtitle,
      words: body.kind === 'words' ? body.words : null,
      picture: drawn === null || body.kind !== 'chart' ? null : pictureView(drawn, body.label, addressOf),
      table: body.kind === 'table' ? tableView(body.table) : null,
    };
  };
  const { summary, callouts, findings, ...rest } = content;
  const view = {
    ...rest,
    locale,
    callouts: callouts.length === 0 ? null : callouts,
    findings: findings.length === 0 ? null : findings.map(findingView),
    tileRows: summary === null ? null : pairs(summary.tiles.map(tileView)),
    lesser: summary === null ? [] : lesserInWords(summary, format),
    rows: rowsOf(content.sections).map((row, index, rows) => ({
      // Words follow words without a line between them.
      divided: !(isWords(row) && isWords(rows[index - 1] ?? [])),
      pair: row.length > 1,
      parts: row.map((section) => partOf(section, row.length > 1 ? halfPictures : wholePictures)),
    })),
  };
  return { view, pictures };
}

function pairs<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / 2) }, (_, pair) =>
    items.slice(2 * pair, 2 * pair + 2),
  );
}

/** The sections row by row: two rings that follow each other stand side by side. */
function rowsOf(sections: readonly EmailSection[]): readonly (readonly EmailSection[])[] {
  const rows: EmailSection[][] = [];
  for (const section of sections) {
    const [first, second] = rows.at(-1) ?? [];
    if (first !== undefined && second === undefined && isRing(first) && isRing(section))
      rows.at(-1)?.push(section);
    else rows.push([section]);
  }
  return rows;
}

const isRing = ({ body }: EmailSection): boolean => body.kind === 'chart' && body.chart === 'donut';

const isWords = ([section]: readonly EmailSection[]): boolean => section?.body.kind === 'words';

const levelColors = {
  critical: 'errors',
  warning: 'bounces',
  good: 'delivered',
  notice: 'other',
} as const satisfies Record<FindingView['level'], ColorName>;

const findingView = ({ level, word, sentence }: FindingView): object => ({
  word,
  sentence,
  mark: markOf(levelColors[level]),
});

type Tile = NonNullable<EmailContent['summary']>['tiles'][number];

const tileView = ({ metric, label, count, rate, details }: Tile): object => ({
  metric,
  color: palette[metric].light,
  label,
  count,
  rate: rate === null ? null : rate.value,
  details,
});

/** A picture to the reader; its width comes with the drawing's. */
const pictureView = (
  { wide, narrow }: ChartPictures,
  alt: string,
  addressOf: (name: string) => string,
): object => ({
  alt,
  wide: addressOf(wide.name),
  narrow: narrow === null ? null : addressOf(narrow.name),
});

/** More numbers than a phone has room for beside a label. */
const many = 2;

function tableView({ rows, ...table }: EmailTable): object {
  const scrolls = table.numberHeaders.length > many;
  return {
    ...table,
    kind: scrolls ? 'many' : 'few',
    // What scrolls has to be reached by keyboard.
    tabStop: scrolls ? '0' : '-1',
    rows: rows.map(({ label, notes, remark, numbers, bar }) => ({
      label: textView(label),
      notes: notes.length === 0 ? null : notes.map(textView),
      remark,
      numbers,
      bar: bar === null ? null : { percent: bar.percent, mark: markOf(bar.color) },
    })),
  };
}

const textView = ({ text, color }: EmailText): object => ({
  text,
  mark: color === null ? null : markOf(color),
});

/** A colour as its value, for every mail client, and by its name, for those that know dark themes. */
const markOf = (name: ColorName): object => ({ name, color: palette[name].light });
