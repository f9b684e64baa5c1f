import type { Room } from '../charts/drawing.ts';
import { gridColumns, type Size } from '../layout/grid.ts';
import type { WidgetView } from './widgets/widget.ts';

/** A page as wide as the grid is made for, in pixels of its own. A row and the gap below it are 40 pixels high. */
interface Canvas {
  readonly width: number;
  readonly gap: number;
  readonly rowPitch: number;
  /** What a widget's frame takes of its width, and frame and head of its height. */
  readonly frame: { readonly width: number; readonly height: number };
}

export const rowPitch = 40;

/** The page on a wide screen, and on A4 at the scale that it is printed with. */
export const canvases = {
  screen: { width: 1152, gap: 16, rowPitch, frame: { width: 42, height: 104 } },
  print: { width: 878, gap: 12, rowPitch, frame: { width: 34, height: 80 } },
} as const satisfies Record<string, Canvas>;

const besideGap = 24;

/** The room that the chart of a widget has, once somebody gave it a size on the grid. */
export function roomOf({ columns, rows }: Size, view: WidgetView, canvas: Canvas): Room {
  const column = (canvas.width + canvas.gap) / gridColumns;
  const width = Math.round(columns * column - canvas.gap - canvas.frame.width);
  const height = rows * canvas.rowPitch - canvas.gap - canvas.frame.height;
  return { width: chartWidth(width, view), height };
}

/** Where chart and table stand side by side the chart has its part: as the style sheet has it (widget.css). */
function chartWidth(width: number, view: WidgetView): number {
  if (view !== 'bar-and-table' || width < 800) return width;
  return Math.round((width - besideGap) * (width < 1000 ? 0.4 : 0.5));
}
