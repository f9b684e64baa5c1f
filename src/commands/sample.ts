import type { SampleFormat } from '../sample/format-names.ts';
import { writeSample } from '../sample/write-sample.ts';
import type { Terminal } from '../terminal.ts';

/** The options of the sample command as they come from the command line. */
export interface SampleCommandOptions {
  readonly file: string;
  readonly recipients: number;
  readonly seed: number;
  readonly format: SampleFormat;
  readonly json: boolean;
}

/** Makes a realistic dump: the same bytes for the same options. */
export async function sample(options: SampleCommandOptions, terminal: Terminal): Promise<void> {
  terminal.progress(`Making a dump of ${options.recipients} recipients …`);
  const { events, bytes } = await writeSample(options);
  terminal.progress('');
  terminal.note(`${events} events, ${bytes} bytes`);
  if (options.json) terminal.json({ file: options.file, events, bytes });
  else terminal.result(options.file);
}
