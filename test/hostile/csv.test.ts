import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/render/csv.ts';
import { csvColumns } from '../../src/render/csv-columns.ts';
import { cellText, csvCell } from '../../src/render/escape.ts';
import type { Report } from '../../src/report/report.ts';
import { ndjson, reportsOf } from '../support/report-of.ts';
import { rowsThatShow } from './hostile-rows.ts';
import { canary, everyPayload } from './payloads.ts';

/** The cells of a CSV text as a spreadsheet takes it apart: a quote opens a cell only at its start, what follows its end belongs to it. */
function cellsOf(text: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  const end = (): void => {
    cells.push(cell);
    cell = '';
    state = 'start';
  };
  for (const character of text) {
    if (state === 'quoted') {
      if (character === '"') state = 'quote';
      else cell += character;
    } else if (state === 'quote' && character === '"') {
      cell += character;
      state = 'quoted';
    } else if (character === delimiter || character === '\n' || character === '\r') end();
    else if (state === 'start' && character === '"') state = 'quoted';
    else {
      cell += character;
      state = 'plain';
    }
  }
  end();
  return cells;
}

/** What a spreadsheet could run: it may pass over spaces and what is not seen, and read other writings of the signs. */
const isFormula = (cell: string): boolean =>
  /^[\s\p{Cc}\p{Cf}"]*[=+\-@]/u.test(cell.normalize('NFKC').replaceAll('\u2212', '-')) &&
  !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(cell);

/** The text that a cell was made from, by the rule that its docs give. */
function textOfCell(cell: string): string {
  const signs = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u2212]';
  return cell.replace(new RegExp(`(^|\\r\\n|[;\\t\\r\\n])'(?=[\\s\\p{Cc}\\p{Cf}"';]*${signs})`, 'gu'), '$1');
}

const byText = new Map<string, Report>();

/** The reports of a dump with every payload in every column, in all deliveries that it names. */
async function hostileReports(): Promise<readonly Report[]> {
  if (byText.size === 0) {
    const rows = rowsThatShow(everyPayload, { delivery_id: 'hostile', delivery_label: '=1' });
    for (const report of await reportsOf([ndjson(rows).trimEnd()], { formats: ['native'], reasons: 'raw' }))
      byText.set(report.delivery.id, report);
  }
  return [...byText.values()];
}

describe('a CSV of a hostile dump', () => {
  it.each([
    ['commas', ','],
    ['semicolons, as in French', ';'],
    ['tabs', '\t'],
  ])('has no cell that starts a formula where %s part them', async (_, delimiter) => {
    let cells = 0;
    for (const report of await hostileReports()) {
      for (const [section, csv] of renderCsv(report, csvColumns)) {
        const found = cellsOf(csv, delimiter);
        cells += found.length;
        expect(found.filter(isFormula), section).toEqual([]);
      }
    }
    expect(cells).toBeGreaterThan(2000);
  });

  it('gives back every text, but for the apostrophes that it is written with', async () => {
    let texts = 0;
    for (const { sections } of await hostileReports()) {
      for (const [section, csv] of renderCsv({ sections }, csvColumns)) {
        const cells = new Set(cellsOf(csv, ',').map(textOfCell));
        const { rows } = sections[section];
        const values = rows.flatMap((row) => Object.values(row));
        for (const value of values.filter((one) => typeof one === 'string')) {
          if (value.includes(canary)) texts += 1;
          // A reader that takes apart lines before cells is no reader of RFC 4180.
          expect(cells.has(value), `${section}: ${JSON.stringify(value)}`).toBe(true);
        }
      }
    }
    expect(texts).toBeGreaterThan(500);
  });
});

it.each(everyPayload)('a cell gives back %j', (payload) => {
  expect(textOfCell(cellText(payload))).toBe(payload);
  expect(cellsOf(csvCell(payload), ',')).toEqual([cellText(payload)]);
  expect(isFormula(cellText(payload))).toBe(false);
});

it('of ten million characters takes no longer for what they are', () => {
  for (const text of ['\t'.repeat(5_000_000), '; '.repeat(2_500_000), "'".repeat(5_000_000)]) {
    expect(cellText(`${text}=`)).toContain("'");
  }
});
