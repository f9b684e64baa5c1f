import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { engineNames } from './commands/choose-engine.ts';
import { attachments } from './config/config.ts';
import { standardInput } from './dump/standard-input.ts';
import { asCommandError, ExitStatus, errorLine, UsageError } from './errors.ts';
import { type LogKind, logKinds } from './nightly/journal.ts';
import type { PageSize } from './render/printer.ts';
import { type SampleFormat, sampleFormats } from './sample/format-names.ts';
import { openTerminal, type Terminal, terminalText } from './terminal.ts';
import { version } from './version.ts';

const pageSizes: readonly PageSize[] = ['A4', 'Letter'];

interface Speech {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** The terminal of the command that runs. */
let terminal: Terminal | undefined;

function terminalFor({ quiet, verbose }: Speech): Terminal {
  terminal = openTerminal(verbose ? 'verbose' : quiet ? 'quiet' : 'normal');
  return terminal;
}

/** What every command understands. */
const speechOptions = <Options>(command: Argv<Options>) =>
  command.options({
    json: { type: 'boolean', default: false, describe: 'Say the result as JSON' },
    quiet: { type: 'boolean', default: false, describe: 'Say nothing but errors' },
    verbose: { type: 'boolean', default: false, describe: 'Say more, with a stack trace for an error' },
  });

const dumpArgument = <Options>(command: Argv<Options>) =>
  speechOptions(command)
    .positional('dump', {
      type: 'string',
      array: true,
      demandOption: true,
      describe:
        'Dump files, folders, patterns or - (standard input), together one dump; or a table: clickhouse://host:8123/database.table',
    })
    .option('format', {
      type: 'string',
      array: true,
      nargs: 1,
      describe:
        'Format of the dump, or of some of its files: sendgrid=hooks/*.json [default: seen from the first rows]',
    })
    .option('mapping', {
      type: 'string',
      describe: 'A file that tells how the rows of a dump of your own are to be read (docs/mapping.md)',
    });

/** What of a dump is told that may tell of people. */
const privacyOptions = {
  'keep-query': {
    type: 'boolean',
    default: false,
    describe: 'Tell links apart by their query strings too, which often name recipients',
  },
  'redact-domains': {
    type: 'boolean',
    default: false,
    describe:
      'Name no domain of fewer than 10 recipients, but for mailbox providers: a domain can be a name (docs/privacy.md)',
  },
} as const;

/** What a report is about, and how it is shown. */
const reportOptions = {
  output: { alias: 'o', type: 'string', default: 'output', describe: 'Folder to write to' },
  csv: { type: 'boolean', default: false, describe: 'Write csv/<section>.csv too' },
  'retry-window': {
    type: 'string',
    describe: 'For how long the sender tries deferred messages again, such as 72h [default: 84h]',
  },
  delivery: { type: 'string', describe: 'Only this delivery of the dump, by its id' },
  locale: { type: 'string', describe: 'Language, en or fr [default: from LC_ALL, LC_MESSAGES, LANG]' },
  timezone: { type: 'string', describe: 'Time zone, such as Europe/Paris [default: of this machine]' },
  last: { type: 'string', describe: "Only the delivery's last stretch of time, such as 24h (live view)" },
  from: { type: 'string', describe: 'Only events from this instant on' },
  to: { type: 'string', describe: 'Only events before this instant' },
  'include-tests': { type: 'boolean', default: false, describe: 'Count test sends too' },
  'raw-reasons': {
    type: 'boolean',
    default: false,
    describe: 'Count each reason as it came, without grouping what differs in ids, hosts and times',
  },
  ...privacyOptions,
  machines: {
    type: 'string',
    describe:
      "Rules that suspect a machine's opens and clicks, such as fast-click=5s,all-links=off, or none (docs/machines.md) [default: all]",
  },
  page: { choices: pageSizes, default: 'A4' as PageSize, describe: 'Paper of the PDF' },
  layout: { type: 'string', describe: 'Arrangement of the widgets, a layout.json saved from a report' },
  browser: { type: 'string', describe: 'Browser that prints the PDF [default: looked up]' },
  open: { type: 'boolean', default: false, describe: 'Open the result when done' },
} as const;

const watchOptions = <Options>(command: Argv<Options>) =>
  dumpArgument(command).options({
    ...reportOptions,
    every: {
      type: 'string',
      default: '5s',
      describe: 'Write reports anew no more often than this; 0 for as often as can be',
    },
    serve: {
      type: 'string',
      describe: 'Serve the reports, whose pages follow: to this machine, or on [host:]port',
    },
    refresh: {
      type: 'number',
      describe: 'Have pages that are opened as files load themselves again every so many seconds',
    },
    'pdf-at': { type: 'string', describe: 'Print the PDFs each day at this time, such as 08:00' },
    rebuild: { type: 'boolean', default: false, describe: 'Read all of the dump again' },
    once: { type: 'boolean', default: false, describe: 'Bring the reports up to date, and end' },
  });

const renderOptions = <Options>(command: Argv<Options>) =>
  dumpArgument(command).options({
    ...reportOptions,
    pdf: { type: 'boolean', default: false, describe: 'Print report.pdf too' },
    email: {
      type: 'boolean',
      default: false,
      describe: 'Write email.html and email.eml too, the report as a mail',
    },
    earlier: {
      type: 'string',
      describe: 'An earlier report.json that the mail compares the figures with (with --email)',
    },
    compare: {
      type: 'string',
      coerce: (paths: string | readonly string[] | undefined) =>
        paths === undefined ? undefined : [paths].flat(),
      describe:
        'Compare with earlier reports: --compare=<report.json or folder>, several times; without a value, after the dump, those in the output folder',
    },
    engine: {
      choices: engineNames,
      describe: 'What runs the queries [default: clickhouse for a clickhouse:// dump, duckdb for files]',
    },
    'allow-partial': {
      type: 'boolean',
      default: false,
      describe: 'ClickHouse: report on the shards that answer where some are down; the report says so',
    },
    'query-timeout': {
      type: 'number',
      describe: 'ClickHouse: how many seconds one query may take [default: 300]',
    },
    incremental: {
      type: 'boolean',
      default: false,
      describe: 'Make only what has changed since the last run with --incremental into this folder',
    },
    exact: {
      type: 'boolean',
      default: false,
      describe:
        'With --incremental: make a report anew also where only the rows of other deliveries are more or fewer',
    },
  });

const loadOptions = <Options>(command: Argv<Options>) =>
  dumpArgument(command).options({
    to: {
      type: 'string',
      demandOption: true,
      describe: 'Where to load it: clickhouse://user@host:8123/database.table (docs/cluster.md)',
    },
    create: { type: 'boolean', default: false, describe: 'Make the table where it is not there' },
    cluster: {
      type: 'string',
      describe:
        'With --create: spread the table over this cluster; --to names a host of each of its servers, host1,host2,...',
    },
    ...privacyOptions,
    'batch-size': { type: 'number', default: 100_000, describe: 'How many events are sent at a time' },
  });

/** What every command that mails understands. */
const mailingOptions = <Options>(command: Argv<Options>) =>
  command.options({
    config: {
      type: 'string',
      describe: 'Config file [default: email-live-report.config.yaml, .yml, .json or .ts here]',
    },
    log: {
      choices: logKinds,
      default: 'text' as LogKind,
      describe: 'json: a JSON object to a line on stdout',
    },
    'resend-unknown': {
      type: 'boolean',
      default: false,
      describe: 'Mail again those who may have it, since a connection was cut after the final dot',
    },
    quiet: { type: 'boolean', default: false, describe: 'Say nothing but errors' },
    verbose: { type: 'boolean', default: false, describe: 'Say more, with addresses' },
  });

const commandIn = ({ _: words }: Readonly<Record<string, unknown>>): string =>
  Array.isArray(words) ? String(words[0]) : '';

/** An option that is given twice is a slip, but for the ones that stand for themselves. */
function refuseRepeated(options: Readonly<Record<string, unknown>>): void {
  const lists = ['dump', 'format', 'compare', 'only', 'attach', '_'];
  if (commandIn(options) === 'send') lists.push('to');
  for (const [name, value] of Object.entries(options)) {
    if (Array.isArray(value) && !lists.includes(name)) {
      throw new UsageError(`--${name} is given more than once`, 'give it once');
    }
  }
}

let verbose = false;

/** True for the commands whose work goes on when nobody listens any more: mails wait for it. */
let outlivesReader = false;

async function main(): Promise<void> {
  await yargs(hideBin(process.argv).map((argument) => (argument === '-' ? standardInput : argument)))
    .scriptName('email-live-report')
    .locale('en')
    .parserConfiguration({ 'dot-notation': false, 'duplicate-arguments-array': true })
    .usage('Turns the event dump of an email delivery into its live report.')
    .middleware((options) => {
      verbose = options.verbose === true;
      outlivesReader = ['run', 'schedule', 'send'].includes(commandIn(options));
      refuseRepeated(options);
    }, true)
    .command(
      ['render <dump..>', '$0'],
      'Make the report of each delivery of a dump, or render a report.json again',
      renderOptions,
      async (options) => {
        const { render } = await import('./commands/render.ts');
        await render(options, terminalFor(options));
      },
    )
    .command(
      'watch <dump..>',
      'Follow a dump that is being written: make its reports, and again those that change',
      watchOptions,
      async (options) => {
        const { watch } = await import('./commands/watch.ts');
        await watch(options, terminalFor(options));
      },
    )
    .command('inspect <dump..>', 'Say what a dump holds; write nothing', dumpArgument, async (options) => {
      const { inspect } = await import('./commands/inspect.ts');
      await inspect(options, terminalFor(options));
    })
    .command(
      'load <dump..>',
      'Load a dump into a table of a ClickHouse, each event once',
      loadOptions,
      async (options) => {
        const { load } = await import('./commands/load.ts');
        await load(options, terminalFor(options));
      },
    )
    .command('formats', 'List the formats that a dump may have', speechOptions, async (options) => {
      const { listFormats } = await import('./commands/formats.ts');
      listFormats(options, terminalFor(options));
    })
    .command(
      'sample <file>',
      'Make a realistic dump to try things with',
      (command) =>
        speechOptions(command)
          .positional('file', { type: 'string', demandOption: true, describe: 'File to write' })
          .options({
            recipients: {
              type: 'number',
              default: 1000,
              describe: 'How many people the delivery is sent to',
            },
            seed: { type: 'number', default: 1, describe: 'Another seed, another dump' },
            format: {
              choices: sampleFormats,
              default: 'native' as SampleFormat,
              describe: 'Format of the dump',
            },
          }),
      async (options) => {
        const { sample } = await import('./commands/sample.ts');
        await sample(options, terminalFor(options));
      },
    )
    .command(
      'run',
      'Make and mail the reports of a config file, each once',
      (command) =>
        mailingOptions(command).options({
          only: {
            type: 'string',
            array: true,
            nargs: 1,
            describe: 'Only the report of this name; may be given several times',
          },
          date: {
            type: 'string',
            describe: 'As if it were run on this day, such as 2026-11-22 [default: today]',
          },
          'dry-run': {
            type: 'boolean',
            default: false,
            describe: 'Make everything and say what would be mailed; write and send nothing',
          },
        }),
      async (options) => {
        const { run } = await import('./commands/run.ts');
        await run(options, terminalFor(options));
      },
    )
    .command(
      'schedule',
      'Make and mail the reports of a config file whenever they are due',
      (command) =>
        mailingOptions(command).option('healthcheck', {
          type: 'boolean',
          default: false,
          describe: 'Say whether the one that is running is well, and end',
        }),
      async (options) => {
        const { schedule } = await import('./commands/schedule.ts');
        await schedule(options, terminalFor(options));
      },
    )
    .command(
      'send <report>',
      'Mail one report that was made before, by its report.json or its folder',
      (command) =>
        mailingOptions(command)
          .positional('report', {
            type: 'string',
            demandOption: true,
            describe: 'A report.json, or the folder that it is in',
          })
          .options({
            to: {
              type: 'string',
              array: true,
              nargs: 1,
              demandOption: true,
              describe: 'Address to mail it to; may be given several times',
            },
            only: {
              type: 'string',
              describe:
                'Sender, subject, attachments and layout of this report of the config [default: the first]',
            },
            attach: {
              choices: [...attachments, 'none'] as const,
              array: true,
              nargs: 1,
              describe: 'File to attach, or none; may be given several times',
            },
            subject: { type: 'string', describe: 'Subject, a Handlebars template as in the config' },
            locale: { type: 'string', describe: 'Language, en or fr' },
            earlier: { type: 'string', describe: 'A report.json of an earlier time, to compare with' },
            again: {
              type: 'boolean',
              default: false,
              describe: 'Send it even to those who were sent it today',
            },
            'dry-run': {
              type: 'boolean',
              default: false,
              describe: 'Make everything and say what would be mailed; send nothing',
            },
          }),
      async (options) => {
        const { send } = await import('./commands/send.ts');
        await send(options, terminalFor(options));
      },
    )
    .demandCommand(1, '')
    .strict()
    .recommendCommands()
    .version(version())
    .help()
    .wrap(100)
    .epilogue(
      'Exit status: 0 done, 64 usage, 65 bad data, 66 no such input, 69 a service is unavailable, 70 our fault, 73 cannot write, 75 try again.',
    )
    .fail((message, error) => {
      throw error ?? new UsageError(message.replace(/\s*\n\s*/g, ' '), 'see email-live-report --help');
    })
    .parseAsync();
}

/** Reads the command line, does what it asks for, and sets the exit status. */
export async function runCommandLine(): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    const status = error.code === 'EPIPE' ? ExitStatus.done : ExitStatus.cannotCreate;
    if (!outlivesReader) process.exit(status);
    process.exitCode ||= status;
  });
  // Where stderr is gone there is nobody to tell, and the exit status says the rest.
  process.stderr.on('error', () => {});

  try {
    await main();
  } catch (error) {
    terminal?.progress('');
    const ended = asCommandError(error);
    process.stderr.write(`email-live-report: ${terminalText(errorLine(ended))}\n`);
    if (verbose && error instanceof Error) {
      for (const trace of String(error.stack).split('\n')) process.stderr.write(`${terminalText(trace)}\n`);
    }
    process.exitCode = ended.exitStatus;
  }
}
