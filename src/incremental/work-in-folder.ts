import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { optionalFiles } from '../files/delivery-names.ts';
import { folderName } from '../files/folder-name.ts';
import type { DeliveryFiles, WrittenDelivery } from '../files/write-delivery.ts';
import { type FileStamp, stampOf } from '../files/write-file.ts';
import { indexPath } from '../files/write-index.ts';
import type { HowFar } from '../progress/how-far.ts';
import type { Report } from '../report/report.ts';
import { contentHash } from './content-hash.ts';
import type { EarlierWork, StandingRun } from './earlier-work.ts';
import type { InputContents } from './input-contents.ts';
import { filesSchema, type MadeDelivery, type Manifest, writeManifest } from './manifest.ts';
import { reportKey } from './report-key.ts';

/** What a run works on, as far as what it makes depends on it. */
export interface Work {
  /** The folder that it writes to. */
  readonly output: string;
  /** Stands for the program and for all that is wished of each report's files. */
  readonly wishes: string;
  /** Stands for the wishes and for the options that figures depend on. */
  readonly options: string;
  /** Null where the input can be read only once. */
  readonly input: InputContents | null;
  /** True where the rows of other deliveries in the account of a report matter. */
  readonly exact: boolean;
  /** True where deliveries that are not in this run are none of its business. */
  readonly isPart: boolean;
}

const isSame = (one: FileStamp, other: FileStamp | null): boolean =>
  one.bytes === other?.bytes && one.modified === other.modified;

/** The sizes and times of files in one text; null where one of them is not there. */
function stateOf(
  paths: readonly string[],
  stamp: (path: string) => FileStamp | null | undefined,
): string | null {
  const stamps = paths.map(stamp);
  if (!stamps.every((found) => found != null)) return null;
  return stamps.map(({ bytes, modified }) => `${bytes}@${modified}`).join(' ');
}

type Files = DeliveryFiles['files'];

/** The same files with other paths. */
const withPaths = ({ html, json, ...more }: Files, path: (path: string) => string): Files => ({
  html: path(html),
  ...(more.pdf === undefined ? {} : { pdf: path(more.pdf) }),
  json: path(json),
  ...(more.csv === undefined ? {} : { csv: more.csv.map(path) }),
  ...(more.email === undefined ? {} : { email: path(more.email) }),
  ...(more.emailMessage === undefined ? {} : { emailMessage: path(more.emailMessage) }),
  ...(more.emailPictures === undefined ? {} : { emailPictures: more.emailPictures.map(path) }),
  ...(more.rejects === undefined ? {} : { rejects: path(more.rejects) }),
});

const pathsOf = (files: Files): readonly string[] => Object.values(files).flat();

/** Reads the files' sizes and times: where those are as they were left, so are the files. */
export class WorkInFolder implements EarlierWork {
  readonly #work: Work;
  readonly #manifest: Manifest;
  readonly #known: ReadonlyMap<string, MadeDelivery>;
  /** Those of this run whose files are there, made now or before. */
  readonly #done = new Map<string, MadeDelivery>();
  readonly #keys = new WeakMap<Report, string>();
  /** The reports of this run, in their order. */
  readonly #reports: { readonly id: string; readonly key: string }[] = [];
  /** The folders that they are written to, and those of them that several are written to, one over the other. */
  readonly #folders = new Set<string>();
  readonly #shared = new Set<string>();
  #settings = '';
  #ofDump = false;
  #madeSome = false;
  #isSaved = false;
  #index: Manifest['index'];

  constructor(work: Work, manifest: Manifest) {
    this.#work = work;
    this.#manifest = manifest;
    this.#known = new Map(manifest.deliveries.map((delivery) => [delivery.id, delivery]));
    this.#index = manifest.index;
  }

  async standingRun(): Promise<StandingRun | null> {
    const { input, options, output } = this.#work;
    const { run } = this.#manifest;
    if (input === null) return null;
    const deliveries = (run?.deliveries ?? []).flatMap(({ id }) => this.#known.get(id) ?? []);
    const stands =
      run !== null &&
      run.key === options &&
      deliveries.length === run.deliveries.length &&
      deliveries.every(
        (delivery, index) => delivery.key === run.deliveries[index]?.key && this.#stands(delivery),
      );
    const hasIndex = deliveries.length > 1;
    if (stands && (!hasIndex || this.#indexIsThere()) && (await input.isSameAs(run.inputs))) {
      return {
        deliveries: deliveries.map((delivery) => this.#filesOf(delivery)),
        index: hasIndex ? indexPath(output) : null,
      };
    }
    input.readAhead();
    return null;
  }

  howFar(): HowFar | null {
    return this.#work.input?.howFar() ?? null;
  }

  begin(rejects: string | null): void {
    const { wishes } = this.#work;
    this.#settings = rejects === null ? wishes : contentHash(wishes, rejects);
    this.#ofDump = rejects !== null;
  }

  standing(report: Report): DeliveryFiles | undefined {
    const { id } = report.delivery;
    const key = reportKey(report, this.#settings, this.#work.exact);
    this.#keys.set(report, key);
    this.#reports.push({ id, key });
    if (this.#isShared(folderOf(report))) {
      this.#done.delete(id);
      return undefined;
    }
    const delivery = this.#known.get(id);
    if (delivery?.key !== key || !this.#stands(delivery)) return undefined;
    this.#done.set(id, delivery);
    return this.#filesOf(delivery);
  }

  made(report: Report, { written, stamps, failure }: WrittenDelivery): void {
    this.#madeSome = true;
    if (failure !== undefined || this.#shared.has(folderOf(report))) return;
    const folder = join(this.#work.output, folderName(report.delivery.id));
    const state = stateOf(pathsOf(written.files), (path) => stamps.get(path));
    if (state === null) throw new Error('a file was written that nobody told of');
    this.#done.set(report.delivery.id, {
      ...written.delivery,
      key: this.#keyOf(report),
      ...(report.partial === undefined ? {} : { partial: report.partial }),
      totals: report.totals,
      files: filesSchema.parse(withPaths(written.files, (path) => relative(folder, path))),
      state,
      ofDump: this.#ofDump,
    });
  }

  indexStands(): boolean {
    return this.#index?.key === this.#indexKey() && this.#indexIsThere();
  }

  indexMade(stamp: FileStamp): void {
    this.#index = { key: this.#indexKey(), stamp };
  }

  async save(): Promise<void> {
    const isWhole = this.#reports.every(({ id }) => this.#done.has(id));
    const { input, options, isPart } = this.#work;
    const inputs = isWhole && input !== null ? await input.records() : null;
    const run = inputs === null ? null : { key: options, inputs: [...inputs], deliveries: this.#reports };
    await this.#write(run, isPart);
  }

  async saveUnfinished(): Promise<void> {
    if (this.#madeSome && !this.#isSaved) await this.#write(null, true);
  }

  close(): void {
    this.#work.input?.stop();
  }

  async #write(run: Manifest['run'], withOthers: boolean): Promise<void> {
    this.#isSaved = true;
    const others = withOthers ? [...this.#known.values()].filter(({ id }) => !this.#done.has(id)) : [];
    const deliveries = [...this.#done.values(), ...others];
    await writeManifest(this.#work.output, { manifestVersion: 1, run, index: this.#index, deliveries });
  }

  #filesOf({ id, label, partial, totals, files }: MadeDelivery): DeliveryFiles {
    const folder = join(this.#work.output, folderName(id));
    return {
      delivery: { id, label },
      ...(partial === undefined ? {} : { partial }),
      totals,
      files: withPaths(files, (path) => join(folder, path)),
    };
  }

  /** True where all files of a delivery are as they were left, and no others of ours are beside them. */
  #stands({ id, files, state, ofDump }: MadeDelivery): boolean {
    const folder = join(this.#work.output, folderName(id));
    const paths = pathsOf(files);
    if (stateOf(paths, (path) => stampOf(join(folder, path))) !== state) return false;
    const tops = new Set(paths.map((path) => path.split(sep)[0]));
    return !ofDump || optionalFiles.every((name) => tops.has(name) || !existsSync(join(folder, name)));
  }

  #indexIsThere(): boolean {
    return this.#index !== null && isSame(this.#index.stamp, stampOf(indexPath(this.#work.output)));
  }

  #indexKey(): string {
    return contentHash(this.#work.wishes, ...this.#reports.map(({ key }) => key));
  }

  /** True from the second report on that is written to a folder. */
  #isShared(folder: string): boolean {
    if (this.#folders.has(folder)) this.#shared.add(folder);
    this.#folders.add(folder);
    return this.#shared.has(folder);
  }

  #keyOf(report: Report): string {
    const key = this.#keys.get(report);
    if (key === undefined) throw new Error('a report was made that nobody looked up');
    return key;
  }
}

/** File systems may not tell upper case from lower. */
const folderOf = ({ delivery }: Report): string => folderName(delivery.id).toLowerCase();
