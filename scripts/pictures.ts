import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { fontAddress, fontWeights } from '../src/render/assets.ts';
import { launchChromium } from '../test/page/launch-browser.ts';

/**
 * Takes the pictures of docs/images from the report of the native sample, as a reader comes to see it: of the page, of the
 * mail, or of both where the command line names neither (`npm run pictures -- email`).
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'email-live-report-pictures-'));
const pictured = process.argv.length > 2 ? process.argv.slice(2) : ['page', 'email'];

const render = (...options: readonly string[]): void => {
  const always = ['--locale', 'en', '--timezone', 'Europe/Paris', '--output', folder];
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...always, ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
};

render('samples/native.ndjson', '--email', '--earlier', 'test/render/reports/typical.json');
const { browser, close } = await launchChromium();
try {
  const page = await browser.newPage();
  if (pictured.includes('page')) await takePage(page);
  if (pictured.includes('email')) await takeEmail(page);
} finally {
  await close();
  rmSync(folder, { recursive: true });
}

async function takePage(page: Page): Promise<void> {
  await page.setViewport({ width: 1248, height: 900 });
  await page.goto(`file://${folder}/winter-sale/report.html`);
  await page.waitForSelector('html[data-ready]');
  await take(page, 'report', true);

  // In the first hours, where most happens.
  const chart = await page.$('#email-performance .spots');
  const box = await chart?.boundingBox();
  if (box) await page.mouse.move(box.x + 50, box.y + 100);
  await take(page, 'dashboard-figures');

  await page.click('#sending-statistics .menu-button');
  await take(page, 'dashboard-menu');
  await page.keyboard.press('Escape');

  await page.click('#modify');
  await page.waitForSelector('.edit-bar');
  await page.mouse.move(0, 0);
  await page.focus('#bounce-reasons .edit-move');
  await page.keyboard.press('ArrowUp');
  await page.click('#error-reasons .edit-remove');
  await page.evaluate('scrollTo(0, 0)');
  await page.focus('#bounce-reasons .edit-resize');
  await take(page, 'dashboard-arranging');

  await page.click('.edit-save');
  await take(page, 'dashboard-arranged', true);
}

/** The mail's upper half, as wide as a reading pane; in Inter, since a machine without a screen has no font of a mail program's. */
async function takeEmail(page: Page): Promise<void> {
  await page.setViewport({ width: 720, height: 1440 });
  await page.goto(`file://${folder}/winter-sale/email.html`);
  const faces = fontWeights.map(
    (weight) => `@font-face{font-family:Inter;src:url(${fontAddress(weight)});font-weight:${weight}}`,
  );
  await page.addStyleTag({ content: faces.join('') });
  await take(page, 'email');
}

/** What the window shows, or the whole page, once whatever moves has come to rest. */
async function take(page: Page, name: string, fullPage = false): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 600));
  await page.screenshot({ path: `${root}docs/images/${name}.png`, fullPage });
}
