import { atMost } from '../budget.ts';
import { deliveriesDump, deliveryId } from '../dumps/samples.ts';
import { derivedLine, type Line, type Part, timeLine } from '../line.ts';
import { inTurn, type Median } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import type { Bench } from './part.ts';

/** What another report costs in a run that makes many, where a run makes just one of the same dump. */
export const amortised = (
  many: Pick<Median, 'milliseconds'>,
  one: Pick<Median, 'milliseconds'>,
  count: number,
): number => (many.milliseconds - one.milliseconds) / (count - 1);

/** One dump of many deliveries: a report each and their index in one process. */
export async function deliveries({ plan, output }: Bench): Promise<Part> {
  const { html, fewer, pdf, turns } = plan.deliveries;
  const [dump, fewerDump, pdfDump] = [
    await deliveriesDump(html),
    await deliveriesDump(fewer),
    await deliveriesDump(pdf),
  ];
  const only = ['--delivery', deliveryId(0)];
  const of = await inTurn(
    {
      one: reportOf(dump.file, output, ...only),
      fewer: reportOf(fewerDump.file, output),
      html: reportOf(dump.file, output),
      onePdf: reportOf(pdfDump.file, output, '--pdf', ...only),
      pdf: reportOf(pdfDump.file, output, '--pdf'),
    },
    turns,
  );
  return {
    title: `Many deliveries of ${Math.round(dump.rows / html)} events in one run`,
    lines: [
      timeLine(`one of ${html} deliveries`, of('one')),
      timeLine(`all ${html}, and their index`, of('html')),
      derivedLine(
        'each with report.html',
        amortised(of('html'), of('one'), html),
        'milliseconds',
        atMost(25),
      ),
      timeLine(`all of ${fewer} deliveries`, of('fewer')),
      ...growth(`memory at ${html} deliveries over that at ${fewer}`, of('html'), of('fewer')),
      timeLine(`one of ${pdf} deliveries, with PDF`, of('onePdf')),
      timeLine(`all ${pdf}, with PDF`, of('pdf')),
      derivedLine(
        'each with report.html and report.pdf',
        amortised(of('pdf'), of('onePdf'), pdf),
        'milliseconds',
        atMost(120),
      ),
    ],
    notes: [
      'Each: the time of all less that of one, by the number of the others. Memory of runs with PDFs: Node and the browser together.',
    ],
  };
}

/** Flat is what does not grow by a quarter. */
function growth(what: string, many: Median, few: Median): readonly Line[] {
  if (many.peakMebibytes === null || few.peakMebibytes === null) return [];
  return [derivedLine(what, many.peakMebibytes / few.peakMebibytes, 'ratio', atMost(1.25))];
}
