import { inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import { openPdfPrinter } from '../../src/render/pdf.ts';
import { reportOf } from '../support/report-of.ts';
import { rowsThatShow } from './hostile-rows.ts';
import { canary, payloadsOfMarkup } from './payloads.ts';

const isBundledPlatform = process.platform === 'linux' && process.arch === 'x64';

async function printed(texts: readonly string[]): Promise<Uint8Array> {
  const label = `<b>${texts.join(' ')}`.slice(0, 200);
  const report = await reportOf(rowsThatShow(texts, { delivery_id: 'hostile', delivery_label: label }), {
    reasons: 'raw',
    keepQuery: true,
  });
  const printer = await openPdfPrinter({ browserPath: 'bundled', note: () => {} });
  try {
    return await printer.print(renderHtml(report, { locale: 'en' }), {
      page: 'A4',
      title: label,
      pageLabel: 'Page {page} of {pages}',
      timeoutMilliseconds: 120_000,
    });
  } finally {
    await printer.close();
  }
}

/** The objects of a PDF as text, those in compressed object streams too, without what is drawn. */
function objectsOf(pdf: Uint8Array): string {
  const text = Buffer.from(pdf).toString('latin1');
  const packed = [...text.matchAll(/\/Type ?\/ObjStm.*?stream\r?\n(.*?)\r?\nendstream/gs)];
  const unpacked = packed.map(([, stream = '']) =>
    inflateSync(Buffer.from(stream, 'latin1')).toString('latin1'),
  );
  return [text.replace(/stream\r?\n.*?endstream/gs, ''), ...unpacked].join('\n');
}

it.runIf(isBundledPlatform)(
  'the PDF of a hostile dump holds text, and no links but to the web',
  { timeout: 240_000 },
  async () => {
    const pdf = await printed(payloadsOfMarkup);
    const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise;
    expect(await document.getJSActions()).toBeNull();
    expect(await document.getOpenAction()).toBeNull();
    expect(await document.getAttachments()).toBeNull();
    expect(await document.getFieldObjects()).toBeNull();
    let text = '';
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      text += (await page.getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join('');
      for (const { subtype, url = 'https://', dest } of await page.getAnnotations()) {
        expect(subtype).toBe('Link');
        if (dest === undefined || dest === null) expect(url).toMatch(/^(?:https?:\/\/|mailto:)/);
      }
    }
    expect(text.split(canary).length).toBeGreaterThan(100);
    expect(text.replace(/\s/g, '')).toContain(`javascript:${canary}()`);
    const objects = objectsOf(pdf);
    expect(objects).toContain('/Type /Catalog');
    expect(objects).not.toMatch(
      /\/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|EmbeddedFiles?|AcroForm|XFA|RichMedia|OpenAction|AA)\b/,
    );
    for (const [, address] of objects.matchAll(/\/URI ?\(([^)]*)/g))
      expect(address).toMatch(/^(?:https?:|mailto:)/);
  },
);
