import type { Room } from '../charts/drawing.ts';
import { greatestSize, gridColumns, type Size } from '../layout/grid.ts';
import type { WidgetView } from './widgets/widget.ts';

/** A page as wide as the grid is made for, in pixels of its own. A row and the gap below it are 40 pixels high. */
interface Canvas {
  readonly width: number;
  readonly gap: number;
  readonly rowPitch: number;
  /** What a widget's frame takes of its width, and frame and head of its height. */
  readonly frame: { readonly width: number; readonly height: number };
  /** The rows that a widget has at most: on paper those that fit below the page's head, on A4 and on Letter. */
  readonly mostRows: number;
}

export const rowPitch = 40;

/** The page on a wide screen, and on A4 at the scale that it is printed with. */
export const canvases = {
  screen: { width: 1152, gap: 16, rowPitch, frame: { width: 42, height: 104 }, mostRows: greatestSize.rows },
  print: { width: 878, gap: 12, rowPitch, frame: { width: 34, height: 80 }, mostRows: 26 },
} as const satisfies Record<string, Canvas>;

const besideGap = 24;
const subtitleHeight = 20;

/** Whether a card is too narrow or too low for its subtitle, as its style sheet has it on screens (layout-styles.ts). */
export const isSmall = ({ columns, rows }: Size): boolean => columns <= 3 || rows <= 6;

/** The room that the chart of a widget has, once somebody gave it a size on the grid. */
export function roomOf(size: Size, view: WidgetView, canvas: Canvas): Room {
  const { columns, rows } = size;
  const column = (canvas.width + canvas.gap) / gridColumns;
  const width = Math.round(columns * column - canvas.gap - canvas.frame.width);
  const head = isSmall(size) ? canvas.frame.height - subtitleHeight : canvas.frame.height;
  const height = Math.min(rows, canvas.mostRows) * canvas.rowPitch - canvas.gap - head;
  return { width: chartWidth(width, view), height };
}

/** Where chart and table stand side by side the chart has its part: as the style sheet has it (widget.css). */
function chartWidth(width: number, view: WidgetView): number {
  if (view !== 'bar-and-table' || width < 800) return width;
  return Math.round((width - besideGap) * (width < 1000 ? 0.4 : 0.5));
}
