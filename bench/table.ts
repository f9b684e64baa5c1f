/** A line of the bench's result. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly verdict: string;
}

/** The rows as a Markdown table. */
export function showTable(rows: readonly Row[]): string {
  const header: Row = { what: 'what', measured: 'measured', budget: 'budget', verdict: '' };
  const keys = ['what', 'measured', 'budget', 'verdict'] as const;
  const widths = keys.map((key) => Math.max(3, ...[header, ...rows].map((row) => row[key].length)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const cells = (row: Row): string[] => keys.map((key, index) => row[key].padEnd(widths[index] ?? 0));
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(cells(header)), line(rule), ...rows.map((row) => line(cells(row)))].join('');
}
