/** In columns and rows of the grid. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Zero-based, of the upper left corner. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** The grid that widgets are placed on: this many columns, as many rows as it takes. */
export const gridColumns = 12;
export const leastSize: Size = { columns: 3, rows: 5 };
export const greatestSize: Size = { columns: gridColumns, rows: 50 };
/** The last row that a widget may start on: twenty of the tallest fit above it. */
export const lastRow = 1000;
