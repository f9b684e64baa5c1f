import type { Layout } from '../layout/layout.ts';

/**
 * The arrangement that a file names, if one is named: only then is loaded what reads it, and the widgets that it arranges.
 * @throws NoInputError where it cannot be opened, BadDataError where it is no layout of our widgets
 */
export async function chooseLayout(path: string | null | undefined): Promise<Layout | null> {
  if (path === null || path === undefined) return null;
  const [{ readLayout }, { widgets }] = await Promise.all([
    import('../layout/read-layout.ts'),
    import('../render/widgets/index.ts'),
  ]);
  return readLayout(path, widgets);
}
