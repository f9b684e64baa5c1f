import { textsOf } from '../../locales/texts.ts';
import { type ExecutionsData, pageSize, unpackExecution } from '../../render/view/executions.ts';
import { type Format, formatWith } from '../../render/view/format.ts';
import { type Choice, recall, remember, usualChoice } from './choice.ts';
import { executionsControls, filterInWords } from './controls.ts';
import { required } from './elements.ts';
import { executionsPager } from './pager.ts';
import { listed, matching, sorted } from './selection.ts';
import { executionsTable, type PatchRows } from './table.ts';

/** Paper gets all that matches, as far as anybody would turn the sheets. */
const mostPrinted = 1000;

/** The list, for the scripts of a page that follows its reports. */
export interface ExecutionsPage {
  readonly format: Format;
  /** Shows other deliveries, as the reader has made the list; what is the same in both stays untouched. */
  readonly update: (rows: ExecutionsData['rows'], patch: PatchRows) => void;
}

/** Brings the list of executions to life: filters, columns, order, pages and print. */
export function executionsPage({ dictionary, rows }: ExecutionsData): ExecutionsPage {
  const format = formatWith(textsOf(dictionary, document.documentElement.lang), 'UTC');
  let all = listed(rows.map(unpackExecution));
  let choice = recall();
  let page = 0;
  let ordered = sorted(all, choice);
  let shown = matching(ordered, choice);

  const scroll = required('.scroll', HTMLElement);
  const onPaper = required('#on-paper', HTMLElement);
  const table = executionsTable(required('table.paged', HTMLTableElement), format, (column, falling) => {
    const { sort } = choice;
    choose({ sort: { column, falling: sort.column === column ? !sort.falling : falling } });
  });
  const controls = executionsControls(format, choose);
  const pager = executionsPager(format, (pages) => {
    page += pages;
    drawPage();
  });

  function drawPage(): void {
    table.drawRows(shown.slice(page * pageSize, (page + 1) * pageSize), choice);
    pager.show({ page, shown: shown.length, all: all.length });
    scroll.scrollTop = 0;
  }

  function draw(): void {
    table.drawTotals(shown, all, choice);
    drawPage();
    controls.show(choice);
  }

  function choose(part: Partial<Choice>): void {
    const before = choice;
    choice = withSortInSight({ ...choice, ...part });
    page = 0;
    if (choice.columns !== before.columns) table.drawHead(choice);
    if (choice.sort !== before.sort || choice.figures !== before.figures) ordered = sorted(all, choice);
    table.markSorted(choice.sort);
    shown = matching(ordered, choice);
    draw();
    remember(choice);
  }

  addEventListener('beforeprint', () => {
    const printed = shown.slice(0, mostPrinted);
    const cut =
      printed.length < shown.length ? format.text('index.printed', { count: format.count(mostPrinted) }) : '';
    onPaper.textContent = [filterInWords(choice, format), cut].filter((words) => words !== '').join(' · ');
    table.drawRows(printed, choice);
  });
  addEventListener('afterprint', drawPage);

  table.drawHead(choice);
  draw();
  return {
    format,
    update: (newer, patch) => {
      all = listed(newer.map(unpackExecution));
      ordered = sorted(all, choice);
      shown = matching(ordered, choice);
      page = Math.min(page, Math.max(0, Math.ceil(shown.length / pageSize) - 1));
      table.drawTotals(shown, all, choice, patch);
      table.drawRows(shown.slice(page * pageSize, (page + 1) * pageSize), choice, patch);
      pager.show({ page, shown: shown.length, all: all.length });
    },
  };
}

/** Rows in the order of a column that is not shown would seem to have none. */
const withSortInSight = (choice: Choice): Choice => {
  const { column } = choice.sort;
  return column === 'name' || choice.columns.includes(column)
    ? choice
    : { ...choice, sort: usualChoice.sort };
};
