import { courseOf, whileSending } from './course.ts';
import type { Judged } from './judged.ts';

/**
 * When the last message was sent at the latest, and up to when the dump has data, in epoch milliseconds: by its own last
 * event, since a report knows of no clock. Null where nothing was sent.
 */
export function lastSend({
  delivery,
  window,
  sections,
}: Pick<Judged, 'delivery' | 'window' | 'sections'>): { readonly sent: number; readonly end: number } | null {
  const last = whileSending(courseOf(sections['email-performance']).steps).at(-1);
  if (last === undefined) return null;
  const data = delivery.lastEvent === null ? last.to : Date.parse(delivery.lastEvent);
  const end = window.to === null ? data : Math.min(data, Date.parse(window.to));
  return { sent: Math.min(last.to, end), end };
}
