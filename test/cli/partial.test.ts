import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { reportText } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { readReport, sentBefore } from '../render/reports.ts';
import { partialReport } from '../support/partial-report.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { nightlyFolder, smtpAt } from './nightly.ts';
import { run } from './run.ts';

const whole = readReport('typical');
const partial = partialReport(whole);
const lack = 'partial, with figures that are too low: only 2 of 3 shards answered';

/** A folder of reports, each in a folder of its own as a run leaves them. */
function folderOf(reports: Readonly<Record<string, Report>>): string {
  const folder = temporaryFolder();
  for (const [name, report] of Object.entries(reports)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'report.json'), reportText(report));
  }
  return folder;
}

it('is warned of with every partial report, in one line for all that lack the same', async () => {
  const other = sentBefore(partial, 1);
  const folder = folderOf({ partial, other, whole: sentBefore(whole, 2) });
  const paths = ['partial', 'other', 'whole'].map((name) => join(folder, name, 'report.json'));
  const one = await run([...paths.slice(0, 1), '-o', join(folder, 'one')]);
  expect(one).toMatchObject({ status: 0, stderr: `the report is ${lack}\n` });
  const all = await run([...paths, '-o', join(folder, 'all')]);
  expect(all).toMatchObject({ status: 0, stderr: `2 of 3 reports are ${lack}\n` });
  expect(readFileSync(join(folder, 'all/index.html'), 'utf8')).toContain('only 2 of 3 shards answered');
});

it('tells programs what a report lacks, made now or left as it is, and renders it to the same bytes', async () => {
  const folder = folderOf({ partial });
  const args = [join(folder, 'partial/report.json'), '-o', join(folder, 'out'), '--incremental', '--json'];
  for (const made of [true, false]) {
    const { stdout, stderr } = await run(args);
    expect(JSON.parse(stdout).reports).toMatchObject([{ partial: partial.partial, made }]);
    expect(stderr).toContain(lack);
  }
  const [id, again] = [whole.delivery.id, join(folder, 'again')];
  await run([join(folder, 'out', id, 'report.json'), '-o', again]);
  for (const file of ['report.json', 'report.html'])
    expect(readFileSync(join(again, id, file), 'utf8')).toBe(
      readFileSync(join(folder, 'out', id, file), 'utf8'),
    );
});

it('is passed over, with a word, where reports in a folder are compared with, and refused where it is named', async () => {
  const folder = folderOf({ before: sentBefore(whole, 1), partial: sentBefore(partial, 2), now: whole });
  const now = join(folder, 'now/report.json');
  const named = join(folder, 'partial/report.json');
  const out = ['-o', join(folder, 'out')];
  const passed = await run([now, `--compare=${folder}`, ...out]);
  expect(passed.status).toBe(0);
  expect(passed.stderr).toBe(
    `${named}: a partial report, whose figures are too low to compare with: nothing is compared with it\n`,
  );
  const made = JSON.parse(
    readFileSync(join(folder, 'out', whole.delivery.id, 'report.json'), 'utf8'),
  ) as Report;
  expect(made.sections.comparison.deliveries.map(({ id }) => id)).toEqual(['before-1']);
  for (const option of [`--compare=${named}`, `--earlier=${named}`]) {
    const refused = await run([now, option, '--email', ...out]);
    expect(refused.status).toBe(65);
    expect(refused.stderr).toContain(`${named}: a partial report, whose figures are too low to compare with`);
  }
});

it('is mailed with its mark, and printed with it on the first sheet and at the foot of each', async () => {
  const { port, mailbox } = await startReceivingServer();
  const report = { name: 'nightly', dump: 'dump.ndjson', to: ['anna@example.com'] };
  const { run: runThere, write } = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
  write('made/report.json', reportText(partial));
  const sent = await runThere(['send', 'made', '--to', 'cleo@example.com', '--attach', 'pdf']);
  expect(sent).toMatchObject({ status: 0, stderr: `the report is ${lack}\n` });
  const mail = await simpleParser(mailbox[0]?.message ?? '');
  expect(mail.subject).toContain('(partial): ');
  const pdf = mail.attachments.find(({ contentType }) => contentType === 'application/pdf');
  const document = await getDocument({ data: new Uint8Array(pdf?.content ?? []), verbosity: 0 }).promise;
  for (const number of [1, document.numPages]) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const text = items
      .map((item) => ('str' in item ? item.str : ''))
      .join(' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain('(partial)');
    expect(text.includes('Partial report: only 2 of 3 shards answered')).toBe(number === 1);
  }
});
