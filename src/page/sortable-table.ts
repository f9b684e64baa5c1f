/**
 * Makes a table sortable by each of its columns: a click on a header sorts, another turns the order round.
 * A cell's `data-sort` is its value where the text is not; rows marked `data-remainder` stay last.
 */
export function makeSortable(table: HTMLTableElement): void {
  const headers = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
  for (const [index, header] of headers.entries()) {
    const button = header.querySelector('button') ?? sortButton(header);
    button.addEventListener('click', () => {
      const falling = header.classList.contains('number');
      const order =
        header.ariaSort === null ? (falling ? 'descending' : 'ascending') : opposite(header.ariaSort);
      for (const other of headers) other.removeAttribute('aria-sort');
      header.ariaSort = order;
      sortRows(table, index, order === 'ascending' ? 1 : -1);
    });
  }
}

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
  const rows = [...body.rows].map((row) => {
    const cell = row.cells[column];
    const sort = cell?.dataset.sort;
    return {
      row,
      last: row.dataset.remainder !== undefined,
      number: Number(sort),
      sort,
      text: cell?.textContent ?? '',
    };
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
