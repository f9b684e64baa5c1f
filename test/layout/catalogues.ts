import fc from 'fast-check';
import type { Catalogue } from '../../src/layout/layout.ts';

/** Four sections: two rows of the default page. */
export const catalogue: Catalogue = [
  { id: 'summary', views: ['tiles', 'table'], size: { columns: 12, rows: 5 } },
  { id: 'course', views: ['chart', 'table'], size: { columns: 8, rows: 8 } },
  { id: 'statistics', views: ['ring', 'table'], size: { columns: 4, rows: 8 } },
  { id: 'reasons', views: ['bars', 'table'], size: { columns: 6, rows: 10 } },
];

const size = fc.record({
  columns: fc.integer({ min: 3, max: 12 }),
  rows: fc.oneof(fc.integer({ min: 5, max: 50 }), fc.integer({ min: 5, max: 8 })),
});

export const sizes = fc.array(size, { maxLength: 12 });

export const catalogues: fc.Arbitrary<Catalogue> = fc
  .array(
    fc.record({
      size,
      views: fc.constantFrom<[string, ...string[]]>(['chart'], ['chart', 'table'], ['ring', 'table', 'bars']),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((sections) => sections.map((section, index) => ({ id: `section-${index}`, ...section })));

const number = fc.oneof(fc.integer({ min: -2, max: 14 }), fc.integer(), fc.double());

/** What another version of the page may have stored: nearly a layout, or anything else. */
export const stored: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: storedLayouts() },
  { weight: 1, arbitrary: fc.anything() },
);

function storedLayouts(): fc.Arbitrary<unknown> {
  const id = fc.constantFrom(...Array.from({ length: 11 }, (_, index) => `section-${index}`));
  const widget = fc.record(
    {
      id,
      column: number,
      row: fc.oneof(number, fc.integer({ min: 0, max: 1000 })),
      columns: number,
      rows: number,
      view: fc.constantFrom('chart', 'table', 'pie', 3),
      colour: fc.string(),
    },
    { requiredKeys: ['id', 'column', 'row', 'columns', 'rows'] },
  );
  return fc.record(
    {
      schemaVersion: fc.constant(1),
      widgets: fc.array(fc.oneof({ weight: 9, arbitrary: widget }, { weight: 1, arbitrary: fc.anything() })),
      removed: fc.oneof(fc.array(id), fc.anything()),
      zoom: fc.integer(),
    },
    { requiredKeys: ['schemaVersion', 'widgets'] },
  );
}
