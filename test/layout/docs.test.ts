import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkLayout } from '../../src/layout/check-layout.ts';
import { widgets } from '../../src/render/widgets/index.ts';

const page = readFileSync(new URL('../../docs/layout.md', import.meta.url), 'utf8');

it('explains a layout by an example that is one', () => {
  const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
  const layout = checkLayout(JSON.parse(example), widgets);
  const placed = ['email-performance', 'sending-statistics', 'email-summary', 'bounce-reasons'];
  const others = widgets.map(({ id }) => id).filter((id) => ![...placed, 'error-reasons'].includes(id));
  expect(layout.widgets.map(({ id }) => id)).toEqual([...placed, ...others]);
  expect(layout.removed).toEqual(['error-reasons']);
});

it('lists every section with its views, the first of which is the default', () => {
  const listed = [...page.matchAll(/^\| `([a-z-]+)` +\| (`.*`) +\|$/gm)].map(([, id, views = '']) => [
    id,
    views.split(', ').map((view) => view.replaceAll('`', '')),
  ]);
  expect(listed).toEqual(widgets.map(({ id, views }) => [id, views]));
});
