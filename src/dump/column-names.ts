/** Names of columns are told apart by more than their case, as in SQL. */
export const isSameName = (left: string, right: string): boolean =>
  left.toLowerCase() === right.toLowerCase();

/** True where a table has a column of this name. */
export const hasColumn = (columns: readonly string[], name: string): boolean =>
  columns.some((column) => isSameName(column, name));
