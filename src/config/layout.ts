import type { Layout } from '../layout/layout.ts';
import { readLayout } from '../layout/read-layout.ts';

/**
 * The arrangement that a file names, if one is named: only then are the widgets loaded that it arranges.
 * @throws NoInputError where it cannot be opened, BadDataError where it is no layout of our widgets
 */
export async function chooseLayout(path: string | null | undefined): Promise<Layout | null> {
  if (path === null || path === undefined) return null;
  const { widgets } = await import('../render/widgets/index.ts');
  return readLayout(path, widgets);
}
