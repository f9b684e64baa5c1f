/** By which column a table is sorted, and in which order. */
export interface Sorting {
  readonly column: number;
  readonly order: string;
}

/** How a reader has sorted a table, if at all. */
export function sortingOf(table: HTMLTableElement | null): Sorting | null {
  const headers = headersOf(table);
  const column = headers.findIndex(({ ariaSort }) => ariaSort !== null);
  return column === -1 ? null : { column, order: headers[column]?.ariaSort ?? '' };
}

/**
 * Makes a table sortable by each of its columns: a click on a header sorts, another turns the order round.
 * A cell's `data-sort` is its value where the text is not; rows marked `data-remainder` stay last.
 */
export function makeSortable(table: HTMLTableElement, sorting: Sorting | null = null): void {
  const headers = headersOf(table);
  const sort = ({ column, order }: Sorting): void => {
    for (const [index, header] of headers.entries()) header.ariaSort = index === column ? order : null;
    sortRows(table, column, order === 'ascending' ? 1 : -1);
  };
  for (const [column, header] of headers.entries()) {
    const button = header.querySelector('button') ?? sortButton(header);
    const first = header.classList.contains('number') ? 'descending' : 'ascending';
    button.addEventListener('click', () => {
      sort({ column, order: header.ariaSort === null ? first : opposite(header.ariaSort) });
    });
  }
  if (sorting !== null) sort(sorting);
}

const headersOf = (table: HTMLTableElement | null): HTMLTableCellElement[] => [
  ...(table?.tHead?.rows[0]?.cells ?? []),
];

/** Makes the text of a header its button. A page that was saved as a file has it already. */
function sortButton(header: HTMLTableCellElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sort';
  button.append(...header.childNodes);
  header.append(button);
  return button;
}

const opposite = (order: string): string => (order === 'ascending' ? 'descending' : 'ascending');

function sortRows(table: HTMLTableElement, column: number, direction: 1 | -1): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const texts = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const isNumeric = headersOf(table)[column]?.classList.contains('number');
  const rows = [...body.rows].map((row) => {
    const cell = row.cells[column];
    const text = cell?.textContent ?? '';
    const sort = cell?.dataset.sort ?? (isNumeric ? text : undefined);
    return { row, last: row.dataset.remainder !== undefined, number: Number(sort), sort, text };
  });
  rows.sort((left, right) => {
    if (left.last || right.last) return Number(left.last) - Number(right.last);
    const order =
      left.sort === undefined || right.sort === undefined
        ? texts.compare(left.text, right.text)
        : left.number - right.number;
    return order * direction;
  });
  body.append(...rows.map(({ row }) => row));
}
