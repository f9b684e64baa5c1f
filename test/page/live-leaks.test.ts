import { expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { readReport } from '../render/reports.ts';
import { browsers, type OpenPage } from './browser.ts';
import { isReady } from './dashboard/open-report.ts';
import { folder, watched } from './live-served.ts';

/** How many reports a page is to have shown; the tests of a release look at more. */
const updates = Number(process.env.LIVE_UPDATES ?? 200);

/** The report with other figures in its tiles, tables and charts. */
function grown(report: Report, step: number): Report {
  const { totals, sections } = report;
  const performance = sections['email-performance'];
  return {
    ...report,
    totals: { ...totals, delivered: totals.delivered + step, opens: totals.opens + 2 * step },
    sections: {
      ...sections,
      'email-performance': {
        ...performance,
        rows: performance.rows.map((row) => ({ ...row, delivered: row.delivered + step })),
      },
    },
  };
}

/** What a page holds on to once all that it could let go of is gone. */
async function held(page: OpenPage) {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners, documents } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heap, nodes, listeners: jsEventListeners, documents };
}

const [chromium] = browsers;

it.skipIf(!chromium?.available)(
  `a live report holds on to nothing of the ${updates} that it has shown before`,
  { timeout: 30_000 + updates * 500 },
  async () => {
    if (chromium === undefined) return;
    const report = readReport('typical');
    const site = await watched(report);
    const page = await chromium.openPage(new URL(`${folder}/`, site.url).href, { reducedMotion: true });
    await isReady(page);
    const show = async (step: number): Promise<void> => {
      const stamp = site.publish(grown(report, step));
      await page.waitForFunction(
        (wanted) => document.documentElement.dataset.live === wanted,
        { polling: 'mutation' },
        stamp,
      );
    };
    for (let step = 1; step <= 20; step += 1) await show(step);
    const before = await held(page);
    for (let step = 21; step <= updates; step += 1) await show(step);
    const after = await held(page);
    if (process.env.LIVE_UPDATES) process.stdout.write(`${JSON.stringify({ before, after })}\n`);
    expect(after.nodes - before.nodes).toBeLessThan(500);
    expect(after.listeners - before.listeners).toBeLessThan(50);
    expect(after.documents - before.documents).toBeLessThan(3);
    expect(after.heap - before.heap).toBeLessThan(4_000_000);
  },
);
