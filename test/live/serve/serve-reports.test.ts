import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as ask, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UnavailableError } from '../../../src/errors.ts';
import { replaceFolder } from '../../../src/files/replace-folder.ts';
import { type Change, serveReports } from '../../../src/live/serve/serve-reports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Files below a new output folder, by their paths. */
function outputOf(files: Readonly<Record<string, string>>): string {
  const output = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(output, path, '..'), { recursive: true });
    writeFileSync(join(output, path), content);
  }
  return output;
}

async function serve(output: string, host = '127.0.0.1') {
  const notes: string[] = [];
  const served = await serveReports({ output, host, port: 0, note: (line) => notes.push(line) });
  onTestFinished(served.close);
  return { ...served, notes, port: Number(new URL(served.url).port) };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks with a path as it is, which a URL would tidy up. */
function get(
  url: string,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: OutgoingHttpHeaders } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    ask({ hostname, port, path, method, headers, agent: false }, async (response) => {
      resolve({ status: response.statusCode, headers: response.headers, body: await text(response) });
    })
      .on('error', reject)
      .end();
  });
}

/** Listens to a page: what was told so far, and a way to wait for more. */
async function listen(url: string, page: string) {
  const { hostname, port } = new URL(url);
  const request = ask({ hostname, port, path: `/.events?page=${page}`, agent: false }).end();
  onTestFinished(() => void request.destroy());
  const [response] = await once(request, 'response');
  let told = '';
  response.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const ended = once(response, 'close').catch(() => {});
  response.on('error', () => {});
  return {
    response,
    told: () => told,
    ended,
    stamps: () => [...told.matchAll(/^id: (\w+)$/gm)].map(([, id]) => id),
  };
}

const stamp = 'c0ffee'.padEnd(32, '0');
const page = (name: string): string => `<!doctype html>\n<html lang="en" data-live="${stamp}">\n${name}\n`;
const sale = {
  'sale/report.html': page('sale'),
  'sale/report.json': '{}\n',
  'sale/csv/domains.csv': 'a,b\n',
};
const two = { ...sale, 'index.html': page('list'), 'Soldes d’été/report.html': page('été') };

describe('the server of reports', () => {
  it('serves the list, the reports and what lies beside them', async () => {
    const { url } = await serve(
      outputOf({
        ...two,
        'stamp.svg': '<svg/>',
        ...Object.fromEntries(
          ['stamp.svg', 'report.pdf', 'rejects.ndjson', 'email.html', 'email.eml', 'email/a.png'].map(
            (name) => [`sale/${name}`, name],
          ),
        ),
      }),
    );
    const types = [
      ['/', 'text/html; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
      ['/stamp.svg?1', 'image/svg+xml'],
      ['/sale/', 'text/html; charset=utf-8'],
      ['/sale/report.html', 'text/html; charset=utf-8'],
      ['/sale/report.json', 'application/json'],
      ['/sale/report.pdf', 'application/pdf'],
      ['/sale/csv/domains.csv', 'text/csv; charset=utf-8'],
      ['/sale/email.html', 'text/html; charset=utf-8'],
      ['/sale/email.eml', 'message/rfc822'],
      ['/sale/email/a.png', 'image/png'],
      ['/sale/stamp.svg', 'image/svg+xml'],
      ['/sale/rejects.ndjson', 'application/x-ndjson; charset=utf-8'],
      [`/${encodeURIComponent('Soldes d’été')}/`, 'text/html; charset=utf-8'],
    ];
    for (const [path = '', type] of types) {
      const { status, headers } = await get(url, path);
      expect([path, status, headers['content-type']]).toEqual([path, 200, type]);
    }
    expect((await get(url, '/sale/')).body).toBe(page('sale'));
    expect((await get(url, '/sale/csv/domains.csv')).headers['content-disposition']).toBe('attachment');
  });

  it('leads to the report where there is only one, and to the list where there are more', async () => {
    const { url } = await serve(outputOf({ ...sale, 'index.html': page('list'), '.hidden/report.html': '' }));
    const { status, headers } = await get(url, '/');
    expect([status, headers.location]).toEqual([302, '/sale/']);
    expect((await get((await serve(outputOf(two))).url, '/')).body).toBe(page('list'));
    const none = await get((await serve(outputOf({}))).url, '/');
    expect([none.status, none.headers.refresh]).toEqual([404, '5']);
    expect((await get(url, '/nothing')).headers.refresh).toBeUndefined();
  });

  it('sends strict headers with all that it says', async () => {
    const { url } = await serve(outputOf(two));
    for (const path of [
      '/',
      '/sale/',
      '/sale/report.json',
      '/sale/csv/domains.csv',
      '/nothing',
      '/.events?page=x',
    ]) {
      const { headers } = await get(url, path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; .*frame-ancestors 'none'; base-uri 'none'; form-action 'none'$/,
        ),
      });
      expect(headers['cache-control']).toMatch(/^no-(?:cache|store)$/);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
    const { headers } = await get(url, '/sale/');
    expect(headers['content-security-policy']).not.toMatch(/https?:|\*|unsafe-eval/);
  });

  it('says where the events of a page are told', async () => {
    const { url } = await serve(outputOf(two));
    expect((await get(url, '/sale/', { method: 'HEAD' })).headers.link).toBe(
      '<../.events?page=sale>; rel="monitor"',
    );
    expect((await get(url, '/', { method: 'HEAD' })).headers.link).toBe('<./.events?page=>; rel="monitor"');
    expect((await get(url, '/sale/report.json')).headers.link).toBeUndefined();
  });

  it('sends what a browser has already no second time, and a newer file as soon as it is there', async () => {
    const output = outputOf(two);
    const { url } = await serve(output);
    const { headers } = await get(url, '/sale/report.json');
    const again = { headers: { 'If-None-Match': `"other", ${headers.etag}` } };
    expect(await get(url, '/sale/report.json', again)).toMatchObject({ status: 304, body: '' });
    writeFileSync(join(output, 'newer.json'), '[]\n');
    renameSync(join(output, 'newer.json'), join(output, 'sale/report.json'));
    expect(await get(url, '/sale/report.json', again)).toMatchObject({ status: 200, body: '[]\n' });
  });

  it('answers HEAD without a body', async () => {
    const { url } = await serve(outputOf(two));
    const { status, headers, body } = await get(url, '/sale/', { method: 'HEAD' });
    expect([status, headers['content-length'], body]).toEqual([200, `${page('sale').length}`, '']);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])(
    'can be read only: it refuses %s',
    async (method) => {
      const { url } = await serve(outputOf(two));
      const { status, headers } = await get(url, '/sale/', { method });
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    },
  );

  it('serves nothing but what is ours: nothing hidden, nothing beside, nothing above', async () => {
    const output = outputOf({
      ...two,
      '.state.duckdb': 'secret',
      'state.duckdb': 'secret',
      'sale/.report.html.1-x.part': 'secret',
      'sale/notes.txt': 'secret',
      'sale/csv/x.txt': 'secret',
      '.sale.1-x.old/report.html': 'secret',
      'sale/csv/deep/x.csv': 'secret',
    });
    writeFileSync(join(output, '..', 'report.html'), 'secret');
    onTestFinished(() => rmSync(join(output, '..', 'report.html')));
    const { url } = await serve(output);
    for (const path of [
      ...[
        '/.state.duckdb',
        '/state.duckdb',
        '/sale/.report.html.1-x.part',
        '/sale/notes.txt',
        '/sale/csv/x.txt',
      ],
      ...[
        '/.sale.1-x.old/report.html',
        '/%2Esale.1-x.old/report.html',
        '/sale/csv/deep/x.csv',
        '/sale/csv/',
        '/sale',
      ],
      ...[
        '/../report.html',
        '/sale/../../report.html',
        '/%2e%2e/report.html',
        '/..%2freport.html',
        '/sale%2freport.html',
      ],
      ...[
        '/sale/..%5c..%5creport.html',
        '/..%5creport.html',
        '/sale/report.html%00',
        '/sale%00/report.html',
        '/sale//report.html',
      ],
      ...[
        '//sale/report.html',
        '/./sale/report.html',
        '/%ff/report.html',
        '/%/report.html',
        '/C:/report.html',
      ],
      ...[
        '/sale/report.html/',
        '/INDEX.HTML',
        '/index.html/',
        '/sale/csv',
        '/sale/email/',
        '/.events/',
        '/.git/report.html',
      ],
      `/${'x'.repeat(3000)}/report.html`,
    ]) {
      const { status, body } = await get(url, path);
      expect([path, status, body]).toEqual([path, 404, 'There is no such report.\n']);
    }
    for (const path of ['http://127.0.0.1/sale/', '*']) expect((await get(url, path)).status).toBe(400);
  });

  it('follows links within the output, and none that lead out of it', async () => {
    const outside = outputOf({ 'report.html': 'secret' });
    const output = outputOf(two);
    symlinkSync(outside, join(output, 'folder'));
    mkdirSync(join(output, 'file'));
    symlinkSync(join(outside, 'report.html'), join(output, 'file/report.html'));
    symlinkSync(join(output, 'sale'), join(output, 'inside'));
    symlinkSync(join(output, 'missing'), join(output, 'broken'));
    mkdirSync(join(output, 'directory/report.html'), { recursive: true });
    const { url } = await serve(output);
    for (const path of ['/folder/', '/file/', '/broken/', '/directory/'])
      expect((await get(url, path)).status).toBe(404);
    expect((await get(url, '/inside/')).body).toBe(page('sale'));
  });

  it('answers to its own name only, since the name of another site may be made to lead here', async () => {
    const { url, port } = await serve(outputOf(two));
    const status = async (host: string) => (await get(url, '/sale/', { headers: { Host: host } })).status;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
      expect([host, await status(host)]).toEqual([host, 200]);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost',
      `127.0.0.1:${port}.evil.example`,
      `localhost:${port + 1}`,
    ])
      expect([host, await status(host)]).toEqual([host, 421]);
  });

  it('has nothing for other sites, but for a link that somebody follows', async () => {
    const { url } = await serve(outputOf(two));
    const status = async (site: string, mode: string, dest: string) =>
      (
        await get(url, '/sale/', {
          headers: { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': dest },
        })
      ).status;
    expect(await status('cross-site', 'navigate', 'document')).toBe(200);
    expect(await status('none', 'navigate', 'document')).toBe(200);
    expect(await status('same-origin', 'cors', 'empty')).toBe(200);
    for (const site of ['cross-site', 'same-site']) {
      expect(await status(site, 'no-cors', 'image')).toBe(403);
      expect(await status(site, 'cors', 'empty')).toBe(403);
      expect(await status(site, 'navigate', 'iframe')).toBe(403);
    }
  });

  it('sends the file that it has begun with whole, while another comes into its place', async () => {
    const large = 'x'.repeat(8_000_000);
    const output = outputOf({ ...two, 'sale/report.json': large });
    const { url, port } = await serve(output);
    const socket = createConnection(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(`GET /sale/report.json HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    await once(socket, 'readable');
    mkdirSync(join(output, 'new'));
    writeFileSync(join(output, 'new/report.json'), 'y');
    renameSync(join(output, 'sale'), join(output, '.old'));
    renameSync(join(output, 'new'), join(output, 'sale'));
    rmSync(join(output, '.old'), { recursive: true });
    const body = (await text(socket)).split('\r\n\r\n')[1];
    expect(body === large).toBe(true);
    expect((await get(url, '/sale/report.json')).body).toBe('y');
  });

  it('has each file whole at any moment, while reports are replaced as the program replaces them', async () => {
    const output = outputOf(two);
    const { url } = await serve(output);
    const content = (step: number): string => `${step} `.repeat(20_000);
    await replaceFolder(join(output, 'sale'), new Map([['report.json', content(0)]]), []);
    let isOver = false;
    const replacing = (async () => {
      for (let step = 1; step <= 150; step += 1)
        await replaceFolder(join(output, 'sale'), new Map([['report.json', content(step)]]), []);
      isOver = true;
    })();
    const wrong: string[] = [];
    let asked = 0;
    while (!isOver) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => get(url, '/sale/report.json')));
      for (const { status, body } of answers) {
        asked += 1;
        if (status !== 200 || body !== content(Number.parseInt(body, 10)))
          wrong.push(`${status}: ${body.slice(0, 40)}`);
      }
    }
    await replacing;
    expect([wrong, asked > 20]).toEqual([[], true]);
  });

  it('waits for a folder that is between two places', async () => {
    const output = outputOf(two);
    const { url } = await serve(output);
    renameSync(join(output, 'sale'), join(output, '.sale'));
    const answer = get(url, '/sale/report.json');
    setTimeout(() => renameSync(join(output, '.sale'), join(output, 'sale')), 50);
    expect((await answer).body).toBe('{}\n');
  });

  it('closes what is no HTTP, and what never ends', async () => {
    const { port } = await serve(outputOf(two));
    for (const words of [
      'nonsense\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const socket = createConnection(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(words);
      await once(socket, 'close');
    }
  });
});

describe('the events of a page', () => {
  const change = (folder: string | null, letter: string): Change => ({ folder, stamp: letter.repeat(32) });

  it('tell what is there at once, and then each newer one, of this page alone', async () => {
    const { url, published } = await serve(outputOf(two));
    const [report, list] = [await listen(url, 'sale'), await listen(url, '')];
    expect(report.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    await expect.poll(report.stamps).toEqual([stamp]);
    published([change('sale', 'a'), change('other', 'b'), change(null, 'c')]);
    await expect.poll(report.stamps).toEqual([stamp, 'a'.repeat(32)]);
    await expect.poll(list.stamps).toEqual([stamp, 'c'.repeat(32)]);
    expect(report.told()).toMatch(
      /^retry: \d+\n\nid: \w+\nevent: stamp\ndata: \{"stamp":"c0ffee0+","age":\d+\}\n\n/,
    );
    const late = await listen(url, 'sale');
    await expect.poll(late.stamps).toEqual(['a'.repeat(32)]);
  });

  it('are there for pages that follow something, and for no others', async () => {
    const { url } = await serve(outputOf({ ...two, 'old/report.html': '<!doctype html>\n<html lang="en">' }));
    for (const folder of ['nothing', 'old', '..', '.hidden', 'sale%2Freport.html'])
      expect([folder, (await get(url, `/.events?page=${folder}`)).status]).toEqual([folder, 404]);
  });

  it('reach a slow reader as the newest only', async () => {
    const { port, published } = await serve(outputOf(two));
    const socket = createConnection(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(`GET /.events?page=sale HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await once(socket, 'readable');
    // Nothing is read from here on: what the system does not take waits with us.
    const many = 100_000;
    for (let index = 0; index < many; index += 1) {
      published([{ folder: 'sale', stamp: index.toString(16).padStart(32, '0') }]);
      if (index % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const last = (many - 1).toString(16).padStart(32, '0');
    let told = '';
    socket.on('data', (chunk) => {
      told += chunk.toString();
    });
    await expect.poll(() => told.includes(last), { timeout: 10_000 }).toBe(true);
    expect([...told.matchAll(/^id: /gm)].length).toBeLessThan(many);
  });

  it('are told to no more pages than a server can bear', async () => {
    const { url } = await serve(outputOf(two));
    await Promise.all(Array.from({ length: 200 }, () => listen(url, 'sale')));
    const { status, headers } = await get(url, '/.events?page=sale');
    expect([status, headers['retry-after']]).toEqual([503, '30']);
    expect((await get(url, '/sale/')).status).toBe(200);
  });

  it('end at once with the server', async () => {
    const { url, close } = await serve(outputOf(two));
    const { ended } = await listen(url, 'sale');
    await close();
    await ended;
    await expect(get(url, '/sale/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('the place of the server', () => {
  it('is the next that is free where none was asked for', async () => {
    const output = outputOf(two);
    const options = { output, host: '127.0.0.1', port: null, note: () => {} };
    const servers = [await serveReports(options), await serveReports(options)];
    for (const { close } of servers) onTestFinished(close);
    const [first, second] = servers.map(({ url }) => Number(new URL(url).port));
    expect(second).toBeGreaterThan(first ?? 0);
  });

  it('is not that of another program, nor of another machine', async () => {
    const output = outputOf(two);
    const { port } = await serve(output);
    const at = (host: string, taken: number) => serveReports({ output, host, port: taken, note: () => {} });
    await expect(at('127.0.0.1', port)).rejects.toThrow(UnavailableError);
    await expect(at('127.0.0.1', port)).rejects.toMatchObject({
      hint: expect.stringContaining('choose another port'),
    });
    await expect(at('192.0.2.1', 8025)).rejects.toMatchObject({
      hint: expect.stringContaining('no such address'),
    });
  });

  it('is said to be open to others where it is', async () => {
    const output = outputOf(two);
    expect((await serve(output)).notes).toEqual([]);
    const { notes, port } = await serve(output, '0.0.0.0');
    expect(notes).toEqual([
      `--serve 0.0.0.0:${port}: whoever reaches this machine can read the reports; nothing is encrypted`,
    ]);
    expect((await get(`http://127.0.0.1:${port}/`, '/sale/')).status).toBe(200);
  });
});
