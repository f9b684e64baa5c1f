import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SampleFormat, sampleFormats } from '../src/sample/format-names.ts';
import { makeDeliveries, makeSample } from './data.ts';
import { median, type Run, runCommand } from './process.ts';
import { type Row, showTable } from './table.ts';
import { countWithEngine, countWithReadline } from './yardsticks.ts';

/** Measures the budgets of design.md section 12, each case as a whole process, and prints them as a table. */
const root = fileURLToPath(new URL('..', import.meta.url));
const data = join(root, 'bench', 'data');
const output = mkdtempSync(join(tmpdir(), 'email-live-report-bench-'));
mkdirSync(data, { recursive: true });

const large = process.argv.includes('--large');
const times = large ? 3 : 9;

/** The median of a case that is run in turn with others, so that a busy moment hits all of them. */
async function medians(
  cases: Record<string, () => Promise<Run>>,
  turns = times,
): Promise<Record<string, Run>> {
  const runs = new Map<string, Run[]>(Object.keys(cases).map((name) => [name, []]));
  for (const run of Object.values(cases)) await run();
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [name, run] of Object.entries(cases)) runs.get(name)?.push(await run());
  }
  return Object.fromEntries([...runs].map(([name, all]) => [name, median(all)]));
}

const render =
  (dump: string, ...options: string[]) =>
  (): Promise<Run> =>
    runCommand(
      ['dist/cli.js', dump, '-o', output, '--timezone', 'UTC', '--browser', 'bundled', '--quiet', ...options],
      root,
    );

const milliseconds = ({ milliseconds: time }: Run): string => `${Math.round(time)} ms`;
const within = (value: number, budget: number): string => (value <= budget ? 'met' : 'NOT MET');

async function small(): Promise<Row[]> {
  const dump = await makeSample(join(data, '10k-events.ndjson'), 3_650);
  const deliveries = await makeDeliveries(join(data, '101-deliveries.ndjson'), 101);
  const runs = await medians({
    node: () => runCommand(['--eval', '0'], root),
    help: () => runCommand(['dist/cli.js', '--help'], root),
    html: render(dump),
    pdf: render(dump, '--pdf'),
    many: render(deliveries, '--pdf'),
    one: render(deliveries, '--pdf', '--delivery', 'delivery-0'),
  });
  const { node, help, html, pdf, many, one } = runs;
  if (!node || !help || !html || !pdf || !many || !one) throw new Error('a case was not run');
  const pdfOnTop = pdf.milliseconds - html.milliseconds;
  const each = (many.milliseconds - one.milliseconds) / 100;
  const folder = readdirSync(output).find((name) => name === 'winter-sale') ?? '';
  const page = statSync(join(output, folder, 'report.html')).size;
  return [
    { what: 'Node doing nothing', measured: milliseconds(node), budget: '', verdict: '' },
    { what: '--help', measured: milliseconds(help), budget: '', verdict: '' },
    {
      what: 'report of 10 k events, whole process, no PDF',
      measured: milliseconds(html),
      budget: '600 ms',
      verdict: within(html.milliseconds, 600),
    },
    {
      what: 'the PDF on top of it',
      measured: `${Math.round(pdfOnTop)} ms`,
      budget: '600 ms',
      verdict: within(pdfOnTop, 600),
    },
    {
      what: 'each of 100 more reports with PDF in the same run',
      measured: `${Math.round(each)} ms`,
      budget: '120 ms',
      verdict: within(each, 120),
    },
    {
      what: 'report.html',
      measured: `${Math.round(page / 1000)} KB`,
      budget: '400 KB',
      verdict: within(page, 400_000),
    },
  ];
}

/** How long a byte of each format takes beyond what any run does, next to a byte of native NDJSON. */
async function formats(): Promise<Row[]> {
  const least = await makeSample(join(data, 'least.ndjson'), 1);
  const dumps = new Map<SampleFormat, string>();
  for (const format of sampleFormats) {
    dumps.set(format, await makeSample(join(data, `100k-rows.${format}`), 36_500, format));
  }
  const cases = Object.fromEntries([...dumps].map(([format, dump]) => [format, render(dump)]));
  const runs = await medians({ least: render(least), ...cases }, 5);
  const perMegabyte = (format: SampleFormat): number => {
    const [dump, run, none] = [dumps.get(format), runs[format], runs.least];
    if (dump === undefined || run === undefined || none === undefined) throw new Error('a case was not run');
    return (run.milliseconds - none.milliseconds) / (statSync(dump).size / 1e6);
  };
  const native = perMegabyte('native');
  return sampleFormats.map((format) => ({
    what: `100 k rows of ${format}, per byte`,
    measured: `${perMegabyte(format).toFixed(1)} ms/MB, ${(perMegabyte(format) / native).toFixed(2)} x native`,
    budget: '2 x native',
    verdict: within(perMegabyte(format) / native, 2),
  }));
}

async function throughput(): Promise<Row[]> {
  const dump = await makeSample(join(data, '1m-recipients.ndjson'), 1_000_000);
  const runs = await medians({
    report: () => runCommand(['dist/cli.js', dump, '-o', output, '--timezone', 'UTC', '--quiet'], root, true),
    engine: () => countWithEngine(dump, root),
    readline: () => countWithReadline(dump, root),
  });
  const { report, engine, readline } = runs;
  if (!report || !engine || !readline) throw new Error('a case was not run');
  const overEngine = report.milliseconds / engine.milliseconds;
  const overReadline = readline.milliseconds / report.milliseconds;
  const megabytes = statSync(dump).size / 1e6;
  return [
    {
      what: `report of 1 M recipients (${Math.round(megabytes)} MB NDJSON)`,
      measured: milliseconds(report),
      budget: '',
      verdict: `${Math.round(report.peakMegabytes)} MB resident`,
    },
    { what: 'DuckDB parsing the same columns', measured: milliseconds(engine), budget: '', verdict: '' },
    {
      what: 'the report over DuckDB parsing',
      measured: `${overEngine.toFixed(2)} x`,
      budget: '2.0 x',
      verdict: within(overEngine, 2),
    },
    {
      what: 'Node readline and JSON.parse over the report',
      measured: `${overReadline.toFixed(1)} x`,
      budget: '5 x',
      verdict: within(-overReadline, -5),
    },
  ];
}

try {
  const rows = [...(await small()), ...(await formats()), ...(large ? await throughput() : [])];
  process.stdout.write(
    `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, median of ${times}\n\n`,
  );
  process.stdout.write(showTable(rows));
} finally {
  rmSync(output, { recursive: true, force: true });
}
