import { expect, it } from 'vitest';
import { axeViolations, describeInBrowsers, downloaded, drag } from './browser.ts';

const page = (body: string, head = '') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
  <link rel="icon" href="data:,">${head}<body><main>${body}</main></body></html>`;
const policy = (directives: string) =>
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; ${directives}">`;

describeInBrowsers('the pages of the tests', ({ openPage }) => {
  it.each(['file', 'web'] as const)('are opened from a %s, without problems', async (served) => {
    const opened = await openPage(page('<h1>Hello</h1>', policy('')), { served });
    expect(await opened.evaluate('document.querySelector("h1").textContent')).toBe('Hello');
    expect(await opened.evaluate('location.protocol')).toBe(served === 'file' ? 'file:' : 'http:');
    expect(opened.problems).toEqual([]);
  });

  it('tell of what goes wrong', async () => {
    const script = "console.log('said'); setTimeout(() => { throw new Error('thrown'); });";
    const { problems } = await openPage(page(`<script>${script}</script>`));
    await expect.poll(() => problems.join(', ')).toMatch(/console: said, exception: .*thrown/);
  });

  it('tell of what their policy refuses', async () => {
    const head = policy("script-src 'unsafe-inline'");
    const { problems } = await openPage(
      page('<script>document.body.setAttribute("style", "")</script>', head),
    );
    await expect.poll(() => problems).toContain('console: refused by the policy: style-src-attr inline');
  });

  it('tell of each request', async () => {
    const { problems } = await openPage(page('<img src="https://example.invalid/one.png" alt="">'));
    await expect.poll(() => problems).toContain('request: https://example.invalid/one.png');
  });

  it('have the window, the colours and the calm that a reader likes', async () => {
    const opened = await openPage(page(''), {
      viewport: { width: 390, height: 800 },
      colorScheme: 'dark',
      reducedMotion: true,
    });
    const matching = (query: string) => opened.evaluate(`matchMedia(${JSON.stringify(query)}).matches`);
    expect(await opened.evaluate('document.documentElement.clientWidth')).toBe(390);
    expect(await matching('(prefers-color-scheme: dark) and (prefers-reduced-motion: reduce)')).toBe(true);
    expect(await matching('(hover: hover) and (pointer: fine)')).toBe(true);
    await opened.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    await opened.emulateMediaType('print');
    expect(await matching('print and (prefers-color-scheme: light)')).toBe(true);
  });

  it('can be without scripts', async () => {
    const html = page('<p>Plain</p><script>document.querySelector("p").textContent = "Scripted"</script>');
    const text = 'document.querySelector("p").textContent';
    expect(await (await openPage(html)).evaluate(text)).toBe('Scripted');
    expect(await (await openPage(html, { javascript: false })).evaluate(text)).toBe('Plain');
  });

  it('keep what they store to themselves, until they are gone', async () => {
    const first = await openPage(page(''));
    await first.evaluate('localStorage.setItem("key", "kept")');
    await first.reload();
    expect(await first.evaluate('localStorage.getItem("key")')).toBe('kept');
    expect(await (await openPage(page(''))).evaluate('localStorage.getItem("key")')).toBe(null);
  });

  it('hand over what they download, each time', async () => {
    const opened = await openPage(
      page(`<button>Save</button><script>
        document.querySelector('button').addEventListener('click', () => {
          const link = document.createElement('a');
          link.href = URL.createObjectURL(new Blob(['été;1']));
          link.download = 'données.csv';
          link.click();
        });</script>`),
    );
    for (let times = 0; times < 2; times += 1) {
      const { name, bytes } = await downloaded(opened, () => opened.click('button'));
      expect([name, Buffer.from(bytes).toString()]).toEqual(['données.csv', 'été;1']);
    }
  });

  it('are dragged upon as by a hand, and typed upon', async () => {
    const opened = await openPage(
      page(`<button style="width: 50px; height: 50px">Drag</button><script>
        const seen = [];
        for (const type of ['pointerdown', 'pointermove', 'pointerup', 'keydown'])
          addEventListener(type, ({ buttons, key }) => seen.push(key ?? type + ' ' + buttons));</script>`),
    );
    await drag(opened, 'button', { x: 400, y: 300 });
    await opened.keyboard.press('ArrowDown');
    const seen = (await opened.evaluate('seen')) as string[];
    expect(seen.filter((event) => event === 'pointermove 1').length).toBeGreaterThan(10);
    expect(seen.filter((event) => !event.startsWith('pointermove'))).toEqual([
      'pointerdown 1',
      'pointerup 0',
      'ArrowDown',
    ]);
  });

  it('are looked at by axe, whatever their policy', async () => {
    const opened = await openPage(page('<h1>Title</h1><img src="data:," id="bare">', policy('')));
    expect(await axeViolations(opened)).toEqual(['image-alt: #bare']);
  });

  it('print, with what they change to be printed', async () => {
    const opened = await openPage(
      page(`<p>On screen</p><script>
        addEventListener('beforeprint', () => document.querySelector('p').remove());</script>`),
    );
    expect(
      Buffer.from(await opened.pdf())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(await opened.$('p')).toBeNull();
  });
});
