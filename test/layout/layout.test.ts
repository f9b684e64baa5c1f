import { describe, expect, it } from 'vitest';
import { adoptLayout } from '../../src/layout/adopt-layout.ts';
import { checkLayout } from '../../src/layout/check-layout.ts';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import { compact, flow } from '../../src/layout/flow.ts';
import type { Layout, PlacedWidget } from '../../src/layout/layout.ts';
import { layoutText } from '../../src/layout/layout-text.ts';
import { catalogue } from './catalogues.ts';

const summary = { id: 'summary', column: 0, row: 0, columns: 12, rows: 5 };
const course = { id: 'course', column: 0, row: 5, columns: 6, rows: 8 };
const statistics = { id: 'statistics', column: 6, row: 5, columns: 6, rows: 8 };
const file = (widgets: readonly unknown[], rest: object = {}): object => ({
  schemaVersion: 1,
  widgets,
  ...rest,
});
const placesOf = ({ widgets }: Pick<Layout, 'widgets'>): unknown[] =>
  widgets.map(({ id, column, row, columns, rows }) => [id, column, row, columns, rows]);

describe('the default layout', () => {
  it('places the sections in their order, row by row, with their first views', () => {
    expect(defaultLayout(catalogue)).toEqual({
      schemaVersion: 1,
      widgets: [
        { id: 'summary', column: 0, row: 0, columns: 12, rows: 5, view: 'tiles' },
        { id: 'course', column: 0, row: 5, columns: 8, rows: 8, view: 'chart' },
        { id: 'statistics', column: 8, row: 5, columns: 4, rows: 8, view: 'ring' },
        { id: 'reasons', column: 0, row: 13, columns: 6, rows: 10, view: 'bars' },
      ],
      removed: [],
    });
  });
});

describe('flow', () => {
  it('keeps the order of its items even where a later one would fit further up', () => {
    const placed = flow([
      { columns: 8, rows: 3 },
      { columns: 8, rows: 3 },
      { columns: 4, rows: 3 },
    ]);
    expect(placed.map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [0, 3],
      [0, 6],
    ]);
  });

  it('keeps all that its items carry, and goes on where placed ones end', () => {
    expect(flow([{ id: 'new', columns: 3, rows: 3 }], [course, summary])).toEqual([
      { id: 'new', column: 6, row: 5, columns: 3, rows: 3 },
    ]);
  });
});

describe('compact', () => {
  it('moves widgets up as far as they go, but through none', () => {
    const layout = checkLayout(
      file(
        [
          { ...course, row: 9 },
          { ...summary, row: 30 },
          { ...statistics, row: 7 },
        ],
        { removed: ['reasons'] },
      ),
      catalogue,
    );
    expect(placesOf(compact(layout))).toEqual([
      ['course', 0, 0, 6, 8],
      ['statistics', 6, 0, 6, 8],
      ['summary', 0, 8, 12, 5],
    ]);
  });
});

describe('a layout file', () => {
  it('is read in reading order, with the views and sections that it leaves out', () => {
    const layout = checkLayout(
      file([statistics, { ...course, view: 'table' }, { ...summary, row: 20 }]),
      catalogue,
    );
    expect(layout).toEqual({
      schemaVersion: 1,
      widgets: [
        { ...course, view: 'table' },
        { ...statistics, view: 'ring' },
        { ...summary, row: 20, view: 'tiles' },
        { id: 'reasons', column: 0, row: 25, columns: 6, rows: 10, view: 'bars' },
      ],
      removed: [],
    });
  });

  it('may take sections out, whose order does not matter, and name its schema for an editor', () => {
    const layout = checkLayout(
      { $schema: './layout.schema.json', ...file([summary], { removed: ['reasons', 'course'] }) },
      catalogue,
    );
    expect(layout.removed).toEqual(['course', 'reasons']);
    expect(layout.widgets.map(({ id }) => id)).toEqual(['summary', 'statistics']);
    expect(layout).not.toHaveProperty('$schema');
  });

  it('that places nothing is the default layout', () => {
    expect(checkLayout(file([]), catalogue)).toEqual(defaultLayout(catalogue));
  });

  it('that ends on the last row has its gaps closed when a section is appended', () => {
    const layout = checkLayout(
      file([{ ...summary, row: 1000 }], { removed: ['course', 'statistics'] }),
      catalogue,
    );
    expect(placesOf(layout)).toEqual([
      ['summary', 0, 0, 12, 5],
      ['reasons', 0, 5, 6, 10],
    ]);
  });

  it('is written with its keys in order, one a line', () => {
    const layout: Layout = {
      removed: ['statistics', 'reasons', 'course'],
      widgets: [{ view: 'tiles', rows: 5, columns: 12, row: 0, column: 0, id: 'summary' } as PlacedWidget],
      schemaVersion: 1,
    };
    expect(layoutText(layout)).toBe(`{
  "schemaVersion": 1,
  "widgets": [
    {
      "id": "summary",
      "column": 0,
      "row": 0,
      "columns": 12,
      "rows": 5,
      "view": "tiles"
    }
  ],
  "removed": [
    "course",
    "reasons",
    "statistics"
  ]
}
`);
  });
});

const wrong: [string, unknown, string, string][] = [
  [
    'is a list',
    [summary],
    'the layout is [{"id":"summary","column":0,"row":0,"columns":12,"rows":5}]',
    'a layout has schemaVersion, widgets and, if need be, removed',
  ],
  ['is null', null, 'the layout is null', 'a layout has schemaVersion, widgets and, if need be, removed'],
  ['has no version', { widgets: [] }, 'schemaVersion is missing', 'this version of the program reads 1'],
  [
    'is of a newer version, whatever else is new in it',
    { schemaVersion: 2, tabs: [], widgets: [{ ...summary, colour: 'red' }] },
    'schemaVersion is 2',
    'this version of the program reads 1',
  ],
  ['has no widgets', { schemaVersion: 1 }, 'widgets is missing', 'use a list of widgets'],
  [
    'has an unknown key',
    file([], { widget: [] }),
    'the layout has an unknown key "widget"',
    'a layout has schemaVersion, widgets and, if need be, removed',
  ],
  [
    'has a slip in the key of a widget',
    file([summary, { id: 'course', column: 0, row: 5, colums: 6, rows: 8 }]),
    'widgets.1 (course) has an unknown key "colums"',
    'a widget has id, column, row, columns, rows and, if need be, view',
  ],
  [
    'lists a widget that is none',
    file(['summary']),
    'widgets.0 is "summary"',
    'a widget has id, column, row, columns, rows and, if need be, view',
  ],
  [
    'leaves out a place',
    file([{ id: 'summary', row: 0, columns: 12, rows: 5 }]),
    'widgets.0.column (summary) is missing',
    'use a whole number from 0 to 9',
  ],
  [
    'has a widget that is too narrow',
    file([summary, { ...course, columns: 2 }]),
    'widgets.1.columns (course) is 2',
    'use a whole number from 3 to 12',
  ],
  [
    'has a widget that is too high',
    file([{ ...summary, rows: 51 }]),
    'widgets.0.rows (summary) is 51',
    'use a whole number from 5 to 50',
  ],
  [
    'has a place above the grid',
    file([{ ...summary, row: -1 }]),
    'widgets.0.row (summary) is -1',
    'use a whole number from 0 to 1000',
  ],
  [
    'has half a row',
    file([{ ...summary, row: 0.5 }]),
    'widgets.0.row (summary) is 0.5',
    'use a whole number from 0 to 1000',
  ],
  [
    'has a number in quotes',
    file([{ ...summary, row: '0' }]),
    'widgets.0.row (summary) is "0"',
    'use a whole number from 0 to 1000',
  ],
  [
    'reaches over the edge of the grid',
    file([summary, { ...course, column: 8 }]),
    "widgets.1 (course) reaches over the grid's 12 columns: column 8 + columns 6",
    'move it to column 6, or make it 4 columns wide',
  ],
  [
    'reaches over the edge by more than the least width',
    file([{ ...course, columns: 12, column: 9 }]),
    "widgets.0 (course) reaches over the grid's 12 columns: column 9 + columns 12",
    'move it to column 0, or make it 3 columns wide',
  ],
  [
    'names an unknown section',
    file([{ ...summary, id: 'weather' }]),
    'widgets.0 is the unknown section "weather"',
    'use one of summary, course, statistics, reasons',
  ],
  [
    'removes an unknown section',
    file([], { removed: ['constructor'] }),
    'removed.0 is the unknown section "constructor"',
    'use one of summary, course, statistics, reasons',
  ],
  [
    'removes something that is no name',
    file([], { removed: [5] }),
    'removed.0 is 5',
    'use the id of a section',
  ],
  [
    'places a section twice',
    file([summary, course, { ...summary, row: 20 }]),
    'widgets.2 (summary) is named twice, first in widgets.0',
    'name each section once, in widgets or in removed',
  ],
  [
    'both places and removes a section',
    file([summary], { removed: ['course', 'summary'] }),
    'removed.1 (summary) is named twice, first in widgets.0',
    'name each section once, in widgets or in removed',
  ],
  [
    'places widgets one over the other',
    file([summary, statistics, { ...course, column: 1 }]),
    'widgets.2 (course) overlaps widgets.1 (statistics)',
    'move one of them: row 13 is the first below statistics',
  ],
  [
    'has a view that the section does not have',
    file([{ ...summary, view: 'pie' }]),
    'widgets.0 (summary) has no view "pie"',
    'use one of tiles, table',
  ],
  [
    'has a view that is no name',
    file([{ ...summary, view: null }]),
    'widgets.0.view (summary) is null',
    'use the name of a view, or leave it out',
  ],
  [
    'shows nothing',
    file([], { removed: ['summary', 'course', 'statistics', 'reasons'] }),
    'every section is removed',
    'leave at least one in the report',
  ],
];

describe('a layout is refused, with one line and a hint, when it', () => {
  it.each(wrong)('%s', (_name, value, message, hint) => {
    expect(() => checkLayout(value, catalogue)).toThrow(expect.objectContaining({ message, hint }));
  });

  it('goes on for ever in a name, of which the line shows the beginning', () => {
    for (const value of [
      file([{ ...summary, id: 'x'.repeat(999) }]),
      file([{ ...summary, id: 'x'.repeat(999), rows: 0 }]),
    ])
      expect(() => checkLayout(value, catalogue)).toThrow(/^.{60,120}$/);
  });
});

describe('a stored layout', () => {
  it('is taken over without the sections and views that are gone, and with the ones that are new', () => {
    const layout = adoptLayout(
      {
        schemaVersion: 1,
        theme: 'dark',
        widgets: [{ ...summary, view: 'pie' }, { ...course, id: 'weather' }, statistics],
        removed: ['course', 'tides'],
      },
      catalogue,
    );
    expect(layout).toMatchObject({ widgets: [{ view: 'tiles' }, {}, {}], removed: ['course'] });
    expect(layout && placesOf(layout)).toEqual([
      ['summary', 0, 0, 12, 5],
      ['statistics', 6, 5, 6, 8],
      ['reasons', 6, 13, 6, 10],
    ]);
  });

  it('has what overlaps moved down, what is off the grid moved onto it, and what is no place forgotten', () => {
    const layout = adoptLayout(
      file(
        [
          { ...summary, row: -3, columns: 99 },
          { ...course, row: 3.4, rows: 1 },
          { ...statistics, column: 11, rows: Number.NaN },
        ],
        { removed: ['reasons', 'course'] },
      ),
      catalogue,
    );
    expect(layout && placesOf(layout)).toEqual([
      ['summary', 0, 0, 12, 5],
      ['course', 0, 5, 6, 5],
      ['statistics', 6, 5, 4, 8],
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'layout'],
    ['an older kind of value', { order: ['summary'] }],
    ['a list of widgets that is none', { schemaVersion: 1, widgets: 'summary' }],
    ['another version', { schemaVersion: 2, widgets: [] }],
    ['a layout that shows nothing', file([], { removed: catalogue.map(({ id }) => id) })],
  ])('is none where %s is stored', (_name, value) => {
    expect(adoptLayout(value, catalogue)).toBeUndefined();
  });
});
