import { atMost } from '../budget.ts';
import { deliveriesDump, deliveryId } from '../dumps/samples.ts';
import { derivedLine, type Line, type Part, timeLine } from '../line.ts';
import { inTurn, type Median } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import type { Run } from '../process/run-program.ts';
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
  const dump = await deliveriesDump(html);
  const few = await deliveriesDump(fewer);
  const printed = await deliveriesDump(pdf);
  const only = ['--delivery', deliveryId(0)];
  // Whether printing keeps its memory shows from as many reports on as are made without.
  const printsMany = pdf > fewer;
  const cases: Record<string, () => Promise<Run>> = {
    one: reportOf(dump.file, output, ...only),
    few: reportOf(few.file, output),
    all: reportOf(dump.file, output),
    onePrinted: reportOf(printed.file, output, '--pdf', ...only),
    allPrinted: reportOf(printed.file, output, '--pdf'),
  };
  if (printsMany) cases.fewPrinted = reportOf(few.file, output, '--pdf');
  const of = await inTurn(cases, turns);
  const each = (all: string, one: string, count: number): number => amortised(of(all), of(one), count);
  return {
    title: `Many deliveries of ${Math.round(dump.rows / html)} events in one run`,
    lines: [
      timeLine(`one of ${html} deliveries`, of('one')),
      timeLine(`all ${html}, and their index`, of('all')),
      derivedLine('each with report.html', each('all', 'one', html), 'milliseconds', atMost(25)),
      timeLine(`all of ${fewer} deliveries`, of('few')),
      ...growth(`memory of ${html} over ${fewer}`, of('all').peakMebibytes, of('few').peakMebibytes),
      timeLine(`one of ${pdf} deliveries, with PDF`, of('onePrinted')),
      timeLine(`all ${pdf}, with PDF`, of('allPrinted')),
      derivedLine(
        'each with report.html and report.pdf',
        each('allPrinted', 'onePrinted', pdf),
        'milliseconds',
        atMost(120),
      ),
      ...(printsMany
        ? printedGrowth(`of ${pdf} over ${fewer}, with PDF`, of('allPrinted'), of('fewPrinted'))
        : []),
    ],
    notes: ['Each: the time of all less that of one, by the number of the others.'],
  };
}

function printedGrowth(what: string, many: Median, few: Median): readonly Line[] {
  return [
    ...growth(`memory ${what}`, many.peakMebibytes, few.peakMebibytes),
    ...growth(`memory with the browser ${what}`, many.familyMebibytes, few.familyMebibytes),
  ];
}

/** Flat is what does not grow by a quarter. */
function growth(what: string, many: number | null, few: number | null): readonly Line[] {
  if (many === null || few === null) return [];
  return [derivedLine(what, many / few, 'ratio', atMost(1.25))];
}
