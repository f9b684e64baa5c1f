import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { simpleParser } from 'mailparser';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { decodeBase85 } from '../../src/render/base85.ts';

/** Something that was written, as one can read it: by where it stands. */
export interface Told {
  readonly where: string;
  readonly text: string;
}

/** The letters in bytes, whatever they are. */
const plain = (where: string, bytes: Uint8Array): readonly Told[] => [
  { where, text: Buffer.from(bytes).toString('utf8') },
];

/** What the packed parts of a page hold: its report among them. */
function packsOf(where: string, html: string): readonly Told[] {
  const packs = [...html.matchAll(/<script type="text\/plain" id="pack-(\w+)">([^<]*)<\/script>/g)];
  return packs.map(([, name = '', packed = '']) => ({
    where: `${where}: pack ${name}`,
    text: gunzipSync(decodeBase85(packed)).toString('utf8'),
  }));
}

/** The text, the properties and the streams of a PDF. */
async function pdfTold(where: string, bytes: Uint8Array): Promise<readonly Told[]> {
  const told: Told[] = [];
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str : '')).join('');
    told.push({ where: `${where}: page ${number}`, text });
    told.push({ where: `${where}: links`, text: JSON.stringify(await page.getAnnotations()) });
    told.push({ where: `${where}: tags`, text: JSON.stringify(await page.getStructTree()) });
  }
  const { info, metadata } = await document.getMetadata();
  told.push({ where: `${where}: properties`, text: `${JSON.stringify(info)}${metadata?.getRaw() ?? ''}` });
  told.push({ where: `${where}: outline`, text: JSON.stringify(await document.getOutline()) });
  await document.destroy();
  const raw = Buffer.from(bytes);
  for (let at = raw.indexOf('stream\n'); at !== -1; at = raw.indexOf('stream\n', at + 1)) {
    const start = raw.indexOf('\n', at) + 1;
    try {
      told.push({ where: `${where}: stream`, text: inflateSync(raw.subarray(start)).toString('latin1') });
    } catch {
      // No packed stream: it has been looked at as it is.
    }
  }
  return told;
}

/** The text of a mail, its headers and what is attached to it. */
async function mailTold(where: string, bytes: Uint8Array): Promise<readonly Told[]> {
  const mail = await simpleParser(Buffer.from(bytes));
  const attached = await Promise.all(
    mail.attachments.map(({ filename = 'attached', content }) =>
      toldByFile(`${where}: ${filename}`, content),
    ),
  );
  return [
    { where: `${where}: headers`, text: JSON.stringify(mail.headerLines) },
    { where: `${where}: text`, text: mail.text ?? '' },
    { where: `${where}: html`, text: mail.html || '' },
    ...attached.flat(),
  ];
}

/** All that a file tells somebody who opens it, or looks into its bytes. */
export async function toldByFile(where: string, bytes: Uint8Array): Promise<readonly Told[]> {
  const own = [...plain(where, bytes), { where: `${where}: its name`, text: where }];
  switch (extname(where)) {
    case '.html':
      return [...own, ...packsOf(where, Buffer.from(bytes).toString('utf8'))];
    case '.pdf':
      return [...own, ...(await pdfTold(where, bytes))];
    case '.eml':
      return [...own, ...(await mailTold(where, bytes))];
    case '.zip': {
      const files = Object.entries(unzipSync(bytes));
      return [
        ...own,
        ...(await Promise.all(files.map(([name, file]) => toldByFile(`${where}: ${name}`, file)))).flat(),
      ];
    }
    default:
      return own;
  }
}

/** All that the files below a folder tell, their names too. */
export async function toldByFolder(folder: string): Promise<readonly Told[]> {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const told = await Promise.all(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return toldByFile(path.slice(folder.length + 1), readFileSync(path));
    }),
  );
  return [...told.flat(), { where: 'names of folders', text: entries.map(({ name }) => name).join('\n') }];
}

/** A text as it stands, and as it reads where it is written for a page or a link. */
function readings(text: string): readonly string[] {
  const written = text.toLowerCase();
  const decoded = written.replace(/&#(x?)([0-9a-f]{1,6});/g, (whole, hex: string, code: string) => {
    const point = Number.parseInt(code, hex === '' ? 10 : 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
  const unescaped = decoded.replace(/%([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return [...new Set([written, decoded, unescaped])];
}

/** Where any of the words stands in what is told, in whatever letters: `word in place`. Empty where none does. */
export function foundIn(told: readonly Told[], words: readonly string[]): readonly string[] {
  const sought = [...new Set(words.map((word) => word.toLowerCase()))];
  return told.flatMap(({ where, text }) =>
    readings(text).flatMap((reading) =>
      sought
        .filter((word) => reading.includes(word))
        .map((word) => {
          const at = reading.indexOf(word);
          return `${word} in ${where}: ${reading.slice(Math.max(0, at - 40), at + word.length + 40)}`;
        }),
    ),
  );
}
