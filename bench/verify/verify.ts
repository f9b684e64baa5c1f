import { join } from 'node:path';
import { sampleDump } from '../dumps/samples.ts';
import { reportOf } from '../process/report.ts';
import { progress } from '../progress.ts';
import { compare } from './compare.ts';
import { independentFigures } from './independent.ts';
import { reportedFigures } from './reported.ts';

/** Figures of the report that no dump tells by itself: what is taken out by options that are not given here. */
const notAsked = new Map([
  ['audit.ignored', 0],
  ['audit.outsideWindow', 0],
]);

/**
 * Counts a large sample twice, by the program and by SQL of its own, and prints each figure of both.
 * @returns whether all agree.
 */
export async function verify(recipients: number, output: string): Promise<boolean> {
  const dump = await sampleDump(recipients);
  progress('the report');
  await reportOf(dump.file, output, '--raw-reasons')();
  const { deliveryId, figures } = reportedFigures(join(output, 'winter-sale', 'report.json'));
  progress('the same by a query on the raw rows');
  const independent = new Map([...(await independentFigures(dump.file, deliveryId)), ...notAsked]);
  const compared = compare(figures, independent);
  for (const { name, reported, independent: counted, agrees } of compared) {
    const words = agrees ? `agree: ${counted}` : `DIFFER: reported ${reported}, counted ${counted}`;
    process.stdout.write(`${name}: ${words}\n`);
  }
  const wrong = compared.filter(({ agrees }) => !agrees).length;
  process.stdout.write(
    wrong === 0
      ? `\nAll ${compared.length} figures of ${dump.rows} rows agree.\n`
      : `\n${wrong} of ${compared.length} figures differ.\n`,
  );
  return wrong === 0;
}
