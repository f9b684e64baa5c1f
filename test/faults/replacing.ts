import { tidyFolder } from '../../src/files/put-aside.ts';
import { replaceFolder } from '../../src/files/replace-folder.ts';

/** Writes a delivery's files as a run does, in a process of its own: `<output> <name> <which> <what is kept>`. */
const [output = '', name = '', which = '', kept = ''] = process.argv.slice(2);

tidyFolder(output);
await replaceFolder(
  `${output}/${name}`,
  new Map([
    ['report.html', `<html>${which}</html>`],
    ['report.json', `{"is":"${which}"}`],
    ['csv/a.csv', `a,${which}`],
    [`csv/only-${which}.csv`, `b,${which}`],
  ]),
  kept === '' ? [] : [kept],
);
