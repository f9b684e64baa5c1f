import { join } from 'node:path';
import { renderPng } from '../../src/charts/png.ts';
import { renderSvg } from '../../src/charts/svg.ts';
import { cutReport, type PageReport, pageReport } from '../../src/render/cut-report.ts';
import { emailContent } from '../../src/render/email/content.ts';
import { emailMarkup } from '../../src/render/email/markup.ts';
import { pictureMargin } from '../../src/render/email/pictures.ts';
import { usualWidgets } from '../../src/render/usual-widgets.ts';
import { formatOf } from '../../src/render/view/format-of.ts';
import { defaultPlacing } from '../../src/render/widget-placing.ts';
import { chartKindOf } from '../../src/render/widgets/widget.ts';
import { readReport } from '../../src/report/read-report.ts';
import { atMost } from '../budget.ts';
import { sampleDump } from '../dumps/samples.ts';
import { derivedLine, type Part } from '../line.ts';
import { medianBy } from '../median.ts';
import { reportOf } from '../process/report.ts';
import type { Bench } from './part.ts';

const format = formatOf('en', 'UTC');

/** Times of something done again and again in this process, as a thread that has drawn other reports does it. */
function warmTimes(times: number, work: () => void): readonly number[] {
  const run = (): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  for (let turn = 0; turn < times; turn += 1) run();
  return Array.from({ length: times }, run);
}

const warmTime = (times: number, work: () => void): number =>
  medianBy(warmTimes(times, work), (time) => time);

/** How many charts the default page of a report has, and the work of laying out and drawing them all. */
function chartsOf(report: PageReport): { readonly count: number; readonly draw: () => void } {
  const charts = usualWidgets(report).flatMap(({ widget, columns }) => {
    const shown = widget.show(report, format);
    const { view, pictures, hidden } = defaultPlacing(widget, columns);
    if (shown.kind === 'empty' || shown.chart === null) return [];
    const { chart } = shown;
    return pictures.map(
      ({ room }) =>
        () =>
          renderSvg(chart(chartKindOf(view, widget.views), room, hidden)),
    );
  });
  return {
    count: charts.length,
    draw: () => {
      for (const draw of charts) draw();
    },
  };
}

/** The drawings of the pictures of a report's mail. */
function picturesOf(report: PageReport): ReturnType<typeof emailMarkup>['pictures'] {
  const options = { layout: null, earlier: null, crossed: [], attachments: [], rows: 60 };
  return emailMarkup(emailContent(report, options, format), 'en', (name) => name, format).pictures;
}

/** What charts alone take, drawn in this process with everything loaded and warm, as for any page but the first. */
export async function charts({ plan, output }: Bench): Promise<Part> {
  const dump = await sampleDump(3_650);
  await reportOf(dump.file, output)();
  const whole = await readReport(join(output, 'winter-sale', 'report.json'));
  const report = pageReport(cutReport(whole, { reasons: 2000, characters: 600 }), {
    window: 'whole',
    machines: 'excluded',
  });
  const times = 3 * plan.small.turns;
  const { count, draw } = chartsOf(report);
  const pictures = picturesOf(report).map(({ name, drawing }) => ({
    name,
    time: warmTime(times, () => renderPng(drawing, pictureMargin)),
  }));
  const typical = medianBy(pictures, ({ time }) => time);
  const slowest = pictures.reduce((most, one) => (one.time > most.time ? one : most), typical);
  return {
    title: `Charts of one report of ${dump.rows} events`,
    lines: [
      derivedLine(
        `SVG of all ${count} charts of the page`,
        warmTime(times, draw),
        'milliseconds',
        atMost(60),
      ),
      derivedLine(`PNG of the mail, median of ${pictures.length}`, typical.time, 'milliseconds', atMost(40)),
      derivedLine(`the slowest of them, ${slowest.name}`, slowest.time, 'milliseconds', atMost(40)),
    ],
    notes: [`In one process, warm; medians of ${times}.`],
  };
}
