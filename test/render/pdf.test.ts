import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/errors.ts';
import { openPdfPrinter, type PdfPrinter, type PrintOptions, printWith } from '../../src/render/pdf.ts';

const isBundledPlatform = process.platform === 'linux' && process.arch === 'x64';
const options: PrintOptions = {
  page: 'A4',
  title: 'Spring <sale> & more',
  pageLabel: 'Page {page} sur {pages}',
};

/** Every profile is made here, so that what is left of a browser can be told apart from other browsers. */
let profiles: string;
const outside = process.env.TMPDIR;

beforeAll(() => {
  profiles = mkdtempSync(join(tmpdir(), 'pdf-test-'));
  process.env.TMPDIR = profiles;
});

afterAll(() => {
  if (outside === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outside;
  rmSync(profiles, { recursive: true, force: true });
});

const page = (body: string, head = '') =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Été 2026</title>${head}</head><body>${body}</body></html>`;

const report = page(`
  <h1>Rapport dynamique</h1>
  <h2>Résumé</h2><p>Texte à lire</p>
  <h2>Causes</h2><table><tr><th scope="col">Cause</th></tr><tr><td>Boîte pleine</td></tr></table>`);

const noted: string[] = [];
const open = (browserPath = 'bundled') => openPdfPrinter({ browserPath, note: (line) => noted.push(line) });

async function read(pdf: Uint8Array) {
  const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const one = await document.getPage(index + 1);
      const { items } = await one.getTextContent();
      const text = items.map((item) => ('str' in item ? item.str : '')).join(' ');
      return {
        text: text.replace(/\s+/g, ' '),
        size: one.view.slice(2),
        tags: JSON.stringify(await one.getStructTree()),
      };
    }),
  );
  const information = (await document.getMetadata()).info as Record<string, unknown>;
  return { document, pages, information, text: pages.map(({ text }) => text).join(' ') };
}

/** The process ids of the browsers that have their profile in our folder. */
function runningBrowsers(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`--user-data-dir=${profiles}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe.runIf(isBundledPlatform)('the bundled browser', () => {
  let printer: PdfPrinter;

  beforeEach(async () => {
    printer = await open();
  });

  afterEach(() => printer.close());

  it('prints a page with its text, title and language', async () => {
    const pdf = await printer.print(report, options);
    expect(Buffer.from(pdf.slice(0, 5)).toString()).toBe('%PDF-');
    const { document, text, information } = await read(pdf);
    expect(document.numPages).toBe(1);
    expect(text).toContain('Rapport dynamique');
    expect(text).toContain('Boîte pleine');
    expect(information).toMatchObject({ Title: 'Été 2026', Language: 'fr' });
  });

  it('makes an outline of the headings', async () => {
    const { document } = await read(await printer.print(report, options));
    const outline = await document.getOutline();
    expect(
      outline.map(({ title, items }) => [title, items.map((item: { title: string }) => item.title)]),
    ).toEqual([['Rapport dynamique', ['Résumé', 'Causes']]]);
  });

  it('tags headings, paragraphs and tables', async () => {
    const pdf = await printer.print(report, options);
    const { document, pages } = await read(pdf);
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
    for (const role of ['H1', 'H2', 'P', 'Table', 'TH', 'TD']) {
      expect(pages[0]?.tags).toContain(`"role":"${role}"`);
    }
    expect(Buffer.from(pdf).toString('latin1')).toContain('/StructTreeRoot');
  });

  it('puts title and page number at the foot of every page', async () => {
    const { pages } = await read(
      await printer.print(page('<p style="height:40cm">long</p>'.repeat(2)), options),
    );
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach(({ text }, index) => {
      expect(text).toContain('Spring <sale> & more');
      expect(text).toContain(`Page ${index + 1} sur ${pages.length}`);
    });
  });

  it('prints on A4 and on Letter', async () => {
    const sizes = await Promise.all(
      (['A4', 'Letter'] as const).map(async (format) => {
        const { pages } = await read(await printer.print(report, { ...options, page: format }));
        return pages[0]?.size.map(Math.round);
      }),
    );
    expect(sizes).toEqual([
      [596, 842],
      [612, 792],
    ]);
  });

  it('runs no script of the page', async () => {
    const script = '<script>document.body.textContent = document.title = "changed"</script>';
    const { text, information } = await read(
      await printer.print(
        page(
          `<p onclick="">unchanged</p>${script}<img src="data:," onerror="document.body.textContent='changed'">`,
        ),
        options,
      ),
    );
    expect(text).toContain('unchanged');
    expect(text.replace('unchanged', '')).not.toContain('changed');
    expect(information.Title).toBe('Été 2026');
  });

  it('asks nothing of the network, however the page asks for it', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end());
    server.on('connection', () => {
      connections += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const { text } = await read(
      await printer.print(
        page(
          `<p>printed</p><img src="${url}/image.png"><iframe src="${url}/frame"></iframe>
           <object data="${url}/object"></object><video src="${url}/video"></video>
           <p style="background: url(${url}/background.png)">x</p><img src="file:///etc/hostname">
           <script src="${url}/script.js"></script><script type="module">import "${url}/module.js"</script>
           <img srcset="${url}/image-2x.png 2x"><picture><source srcset="${url}/picture.png"><img></picture>
           <svg><image href="${url}/image.svg"/><use href="${url}/use.svg#x"/></svg>
           <svg><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${url}/foreign"></iframe></foreignObject></svg>
           <embed src="${url}/embed"><audio src="${url}/audio"></audio><input type="image" src="${url}/button.png">
           <iframe srcdoc="<img src='${url}/inner.png'>"></iframe><iframe src="file:///etc/hostname"></iframe>
           <iframe src="data:text/html,<img src='${url}/of-data.png'>"></iframe><iframe src="ftp://127.0.0.1/x"></iframe>
           <p style="cursor: url(${url}/cursor.png), auto; list-style-image: url(${url}/list.png)">x</p>`,
          `<link rel="dns-prefetch" href="${url}"><link rel="icon" href="${url}/icon.png"><link rel="manifest" href="${url}/manifest">
           <link rel="preload" as="image" href="${url}/preload.png"><link rel="modulepreload" href="${url}/module.js">
           <link rel="prerender" href="${url}/prerender"><script type="speculationrules">{"prefetch":[{"source":"list","urls":["${url}/rule"]}]}</script>
           <base href="${url}/"><link rel="preconnect" href="${url}"><link rel="prefetch" href="${url}/next">
           <link rel="stylesheet" href="${url}/style.css"><meta http-equiv="refresh" content="0;url=${url}/away">
           <style>@import "${url}/import.css"; @font-face { font-family: Far; src: url(${url}/font.woff2) } p { font-family: Far }</style>`,
        ),
        options,
      ),
    );
    server.close();
    expect(text).toContain('printed');
    expect(connections).toBe(0);
  });

  it('prints the next page without a trace of the one before', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
    await printer.print(page('<h1>First</h1>', `${policy}<style>p { display: none }</style>`), options);
    const second = await read(
      await printer.print(
        page('<p>Second</p><p class="no">hidden</p>', '<style>.no { display: none }</style>'),
        options,
      ),
    );
    expect(second.text).toContain('Second');
    expect(second.text).not.toContain('First');
    expect(second.text).not.toContain('hidden');
    expect(await second.document.getOutline()).toBeNull();
  });

  it('serves calls made at once, each with its own page', async () => {
    const texts = ['one', 'two', 'three'];
    const printed = await Promise.all(texts.map((text) => printer.print(page(`<p>${text}</p>`), options)));
    const documents = await Promise.all(printed.map(read));
    expect(documents.map(({ text }) => text.split(' ')[0])).toEqual(texts);
  });

  it('is started again when it crashed', async () => {
    await printer.print(report, options);
    for (const id of runningBrowsers()) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It went with its parent.
      }
    }
    const { text } = await read(await printer.print(report, options));
    expect(text).toContain('Rapport dynamique');
  });

  it('is started again when it is killed while it prints, and no page is lost', async () => {
    const long = page('<p>line</p>'.repeat(2000));
    const texts = Array.from({ length: 6 }, (_, index) => `number ${index}`);
    const printed = Promise.all(
      texts.map(async (text) => {
        const pdf = await printer.print(long.replace('line', text), options);
        return (await read(pdf)).text.slice(0, text.length);
      }),
    );
    // The first one is done, so that others are being printed.
    await printer.print(report, options);
    for (const id of runningBrowsers()) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It went with its parent.
      }
    }
    expect(await printed).toEqual(texts);
  });

  it('goes on with other tabs when one has printed enough', async () => {
    noted.length = 0;
    for (let index = 0; index < 20; index += 1) {
      const { text } = await read(await printer.print(page(`<p>number ${index}</p>`), options));
      expect(text).toContain(`number ${index} `);
    }
    expect(noted.filter((line) => line.includes('starting it again'))).toEqual([]);
  });

  it('is given up when it takes too long, and the next page is printed by a new one', async () => {
    await expect(printer.print(report, { ...options, timeoutMilliseconds: 1 })).rejects.toMatchObject({
      name: 'UnavailableError',
      message: 'the browser did not print the PDF within 0.001 s',
    });
    const { text } = await read(await printer.print(report, options));
    expect(text).toContain('Rapport dynamique');
  });

  it('leaves neither a process nor a profile when it is closed', async () => {
    await printer.print(report, options);
    expect(runningBrowsers()).not.toEqual([]);
    expect(readdirSync(profiles)).toHaveLength(1);
    await printer.close();
    expect(runningBrowsers()).toEqual([]);
    expect(readdirSync(profiles)).toEqual([]);
  });
});

describe.runIf(isBundledPlatform)('a process that is told to end while its browser runs', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('takes the browser and its profile along on %s', async (signal) => {
    const script = `
      import { openPdfPrinter } from ${JSON.stringify(new URL('../../src/render/pdf.ts', import.meta.url).href)};
      await openPdfPrinter({ browserPath: 'bundled', note: () => {} });
      console.log('open');`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    });
    await once(child.stdout, 'data');
    expect(runningBrowsers()).not.toEqual([]);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    await expect.poll(runningBrowsers).toEqual([]);
    expect(readdirSync(profiles)).toEqual([]);
  });
});

describe('a page that ends every browser', () => {
  it('fails, and no other page with it', async () => {
    let started = 0;
    const printer = await printWith(
      async () => {
        started += 1;
        let fail: (error: Error) => void = () => {};
        const ended = new Promise<never>((_resolve, reject) => {
          fail = reject;
        });
        ended.catch(() => {});
        return {
          print: async (html) => {
            await new Promise(setImmediate);
            if (html.includes('poison')) fail(new Error('crashed'));
            return Promise.race([ended, new Promise(setImmediate).then(() => Buffer.from(html))]);
          },
          close: async () => {},
        };
      },
      () => {},
    );
    const htmls = ['one', 'poison', 'two', 'three', 'four', 'five'];
    const outcomes = await Promise.allSettled(htmls.map((html) => printer.print(html, options)));
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? String(outcome.value) : 'failed')),
    ).toEqual(htmls.map((html) => (html === 'poison' ? 'failed' : html)));
    expect(outcomes[1]).toMatchObject({
      reason: { name: 'UnavailableError', message: 'the browser failed twice while printing the PDF' },
    });
    expect(started).toBe(3);
    await printer.close();
  });
});

describe('a program that is no browser', () => {
  it('is a clear error when it ends at once', async () => {
    await expect(open(process.execPath)).rejects.toThrow(/the browser ".*" does not start: /);
  });

  it('is a clear error when it cannot even be started', async () => {
    const file = join(profiles, 'plain.txt');
    writeFileSync(file, 'no program');
    await expect(open(file)).rejects.toThrow(UnavailableError);
    rmSync(file);
    expect(readdirSync(profiles)).toEqual([]);
  });
});
