import type { TextKey } from '../../locales/texts.ts';
import {
  type ColumnId,
  type Execution,
  type FigureId,
  type Figures,
  factColumns,
  figureColumns,
  figureOf,
  figureTexts,
  firstEventText,
  sendsInWords,
  sumFigures,
  totalLabel,
} from '../../render/view/executions.ts';
import type { Format } from '../../render/view/format.ts';
import { sparklineShape } from '../../render/view/sparkline.ts';
import type { Choice, Sort } from './choice.ts';
import { element } from './elements.ts';

type FactId = (typeof factColumns)[number]['id'];

/** The table of the page, drawn from what a reader chose. */
export interface ExecutionsTable {
  /** The header, whose buttons sort. */
  readonly drawHead: (choice: Choice) => void;
  /** Says in the header what the rows are sorted by; the button that did it keeps the focus. */
  readonly markSorted: (sort: Sort) => void;
  readonly drawRows: (rows: readonly Execution[], choice: Choice, put?: PatchRows) => void;
  readonly drawTotals: (
    rows: readonly Execution[],
    all: readonly Execution[],
    choice: Choice,
    put?: PatchRows,
  ) => void;
}

/** Puts rows into a part of the table, in place of those that are in it. */
export type PatchRows = (part: HTMLTableSectionElement, rows: readonly HTMLElement[]) => void;

const replaceRows: PatchRows = (part, rows) => part.replaceChildren(...rows);

export function executionsTable(
  table: HTMLTableElement,
  format: Format,
  sortBy: (column: Sort['column'], usuallyFalling: boolean) => void,
): ExecutionsTable {
  const body = table.tBodies[0] ?? table.createTBody();
  const head = table.tHead ?? table.createTHead();
  const foot = table.tFoot ?? table.createTFoot();

  const header = (column: Sort['column'], label: string, kind: 'fact' | 'number' | ''): HTMLElement => {
    const button = element('button', 'sort', label);
    button.type = 'button';
    button.addEventListener('click', () => sortBy(column, kind === 'number' || column === 'firstEvent'));
    const cell = element('th', kind, button);
    cell.scope = 'col';
    cell.dataset.column = column;
    return cell;
  };

  const markSorted = ({ column, falling }: Sort): void => {
    for (const cell of head.querySelectorAll('th')) {
      if (cell.dataset.column === column) cell.ariaSort = falling ? 'descending' : 'ascending';
      else cell.removeAttribute('aria-sort');
    }
  };

  const totalsRow = (label: TextKey, sums: Figures, choice: Choice): HTMLElement => {
    const { facts, figures } = chosenColumns(choice.columns);
    const name = element('th', '', format.text(label));
    name.scope = 'row';
    return element(
      'tr',
      '',
      name,
      ...facts.map(() => element('td', 'fact')),
      ...figures.map(({ id }) => figureCell(id, sums, choice, format)),
    );
  };

  let summed: { readonly all: readonly Execution[]; readonly figures: Figures } | undefined;

  /** Takes no room but for its width: columns that followed each filter would keep the eye from following a row. */
  const widest = (all: readonly Execution[], choice: Choice): HTMLElement => {
    if (summed?.all !== all) summed = { all, figures: sumFigures(all) };
    const row = totalsRow(totalLabel(all), summed.figures, choice);
    row.className = 'widest';
    row.ariaHidden = 'true';
    return row;
  };

  return {
    markSorted,
    drawHead: (choice) => {
      const { facts, figures } = chosenColumns(choice.columns);
      head.replaceChildren(
        element(
          'tr',
          '',
          header('name', format.text('index.delivery'), ''),
          ...facts.map(({ id, label }) => header(id, format.text(label), 'fact')),
          ...figures.map(({ id, label }) => header(id, format.text(label), 'number')),
        ),
      );
      markSorted(choice.sort);
    },
    drawRows: (rows, choice, put = replaceRows) => {
      const { facts, figures } = chosenColumns(choice.columns);
      const draw = (execution: Execution): HTMLElement =>
        element(
          'tr',
          '',
          nameCell(execution),
          ...facts.map(({ id }) => factCell(id, execution, format)),
          ...figures.map(({ id }) => figureCell(id, execution.figures, choice, format)),
        );
      put(body, rows.length === 0 ? [emptyRow(choice.columns.length + 1, format)] : rows.map(draw));
    },
    drawTotals: (rows, all, choice, put = replaceRows) => {
      put(foot, [totalsRow(totalLabel(rows), sumFigures(rows), choice), widest(all, choice)]);
    },
  };
}

/** The columns that are shown, in their own order. */
function chosenColumns(chosen: readonly ColumnId[]) {
  return {
    facts: factColumns.filter(({ id }) => chosen.includes(id)),
    figures: figureColumns.filter(({ id }) => chosen.includes(id)),
  };
}

function nameCell({ href, name, id, partial }: Execution): HTMLElement {
  const link = element('a', '', element('bdi', '', name));
  link.href = href;
  const cell = element('th', '', link);
  cell.scope = 'row';
  if (partial !== '') cell.append(element('span', 'partial', partial));
  if (id !== '') cell.append(element('span', 'id', element('bdi', '', id)));
  return cell;
}

function factCell(column: FactId, { status, firstEvent, sends }: Execution, format: Format): HTMLElement {
  switch (column) {
    case 'status':
      return element('td', `fact ${status}`, format.text(`status.${status}`));
    case 'firstEvent':
      return element('td', 'fact', firstEventText(firstEvent, format));
    case 'sends':
      return element('td', 'fact', sends.sparkline === '' ? '–' : sparkline(sends, format));
  }
}

const svgElement = <Tag extends 'svg' | 'title' | 'path'>(tag: Tag): SVGElementTagNameMap[Tag] =>
  document.createElementNS('http://www.w3.org/2000/svg', tag);

function sparkline(sends: Execution['sends'], format: Format): SVGSVGElement {
  const { path, viewBox } = sparklineShape(sends.sparkline);
  const picture = svgElement('svg');
  picture.setAttribute('class', 'spark');
  picture.setAttribute('viewBox', viewBox);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('role', 'img');
  const title = svgElement('title');
  title.textContent = sendsInWords(sends, format);
  const line = svgElement('path');
  line.setAttribute('d', path);
  picture.append(title, line);
  return picture;
}

function figureCell(id: FigureId, sums: Figures, choice: Choice, format: Format): HTMLElement {
  const { main, below } = figureTexts(figureOf(id, sums), choice.figures, format);
  const cell = element('td', '', main);
  if (below !== null) cell.append(' ', element('small', '', below));
  return cell;
}

function emptyRow(width: number, format: Format): HTMLElement {
  const cell = element('td', 'no-match', format.text('index.noMatch'));
  cell.colSpan = width;
  return element('tr', '', cell);
}
