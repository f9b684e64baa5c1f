import { strToU8, zipSync } from 'fflate';
import type { Drawing } from '../../charts/drawing.ts';
import { standaloneSvg } from '../../charts/standalone-svg.ts';

/** Hands a file to the reader, as a download. */
export function download(name: string, content: BlobPart, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser has taken it by then; what is never given back would stay in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Several texts as one zip file. */
export function zipOf(files: ReadonlyMap<string, string>): Uint8Array<ArrayBuffer> {
  const entries = [...files].map(([name, text]) => [name, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries)));
}

/** The name of a delivery as it can stand in the name of a file. */
export function fileName(id: string, ending: string): string {
  const safe = id
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${safe === '' ? 'report' : safe}-${ending}`;
}

/** A picture of a chart that stands alone, with its title and the report's own font. */
export function pictureOf(svg: string, drawing: Drawing, title: string): string {
  return standaloneSvg(svg, drawing, title, fontFaces());
}

/** The page's own font faces: their files are in the page, so that a picture can carry them too. */
function fontFaces(): string {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map(({ cssText }) => cssText)
    .join('');
}

const density = 2;

/** A picture as PNG, at twice its size for sharp prints. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  const bytes = Array.from(strToU8(svg), (byte) => String.fromCharCode(byte)).join('');
  image.src = `data:image/svg+xml;base64,${btoa(bytes)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * density;
  canvas.height = image.height * density;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png');
  });
}

/** Copies a table to the clipboard: as a table for mails and documents, as tabbed text for everything else. */
export async function copyTable(table: HTMLTableElement): Promise<boolean> {
  const rows = [...table.rows].filter((row) => !row.classList.contains('print'));
  const lines = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  const text = lines.map((line) => line.join('\t')).join('\n');
  const plain = document.createElement('table');
  for (const line of lines) {
    const row = plain.insertRow();
    for (const cell of line) row.insertCell().textContent = cell;
  }
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/plain': new Blob([text], { type: 'text/plain' }),
        'text/html': new Blob([plain.outerHTML], { type: 'text/html' }),
      }),
    ]);
    return true;
  } catch {
    return copyByEvent(text, plain.outerHTML);
  }
}

/** The older way, for pages that the newer one is denied to: those from a server without TLS. */
function copyByEvent(text: string, html: string): boolean {
  const fill = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    event.clipboardData?.setData('text/html', html);
  };
  document.addEventListener('copy', fill, { once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', fill);
  return copied;
}
