import type { CourseKind } from '../../charts/course.ts';
import type { ChartKind } from './widget.ts';

/** How a course is drawn: as lines where nothing else that suits it was chosen. */
export function courseKindOf(kind: ChartKind): CourseKind {
  return kind === 'area' || kind === 'bar' ? kind : 'line';
}
