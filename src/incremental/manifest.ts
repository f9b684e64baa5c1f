import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { hasErrorCode, NoInputError } from '../errors.ts';
import { writeWholeFile } from '../files/write-file.ts';
import { reportSchema } from '../report/report.ts';

/** Stands in the output folder beside those of the deliveries, none of which has a name with a dot in front. */
const fileName = '.render-manifest.json';

const stampSchema = z.object({ bytes: z.int(), modified: z.number() });

export const filesSchema = z.object({
  html: z.string(),
  pdf: z.string().exactOptional(),
  json: z.string(),
  csv: z.array(z.string()).exactOptional(),
  email: z.string().exactOptional(),
  emailMessage: z.string().exactOptional(),
  emailPictures: z.array(z.string()).exactOptional(),
  rejects: z.string().exactOptional(),
});

/** A delivery whose files were made. */
const deliverySchema = z.object({
  id: z.string(),
  /** Tells all that the files were made from, and by what. */
  key: z.string(),
  label: z.string().nullable(),
  partial: reportSchema.shape.partial,
  totals: reportSchema.shape.totals,
  /** Its files, by their paths in its folder. */
  files: filesSchema,
  /** The sizes and times that they were left with. */
  state: z.string(),
  /** True where rows of a dump were rejected or not, so that the folder has no other files of ours. */
  ofDump: z.boolean(),
});

/** The last run that went well: what it read, and what it left. */
const runSchema = z.object({
  /** Tells its options. */
  key: z.string(),
  inputs: z.array(z.object({ file: z.string(), bytes: z.int(), hash: z.string() })),
  deliveries: z.array(z.object({ id: z.string(), key: z.string() })),
});

const manifestSchema = z.object({
  manifestVersion: z.literal(1),
  run: runSchema.nullable(),
  index: z.object({ key: z.string(), stamp: stampSchema }).nullable(),
  deliveries: z.array(deliverySchema),
});

/** What earlier runs with --incremental left in an output folder. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;
export type MadeDelivery = Readonly<z.infer<typeof deliverySchema>>;
export type InputRecord = Readonly<z.infer<typeof runSchema>['inputs'][number]>;

const nothing: Manifest = { manifestVersion: 1, run: null, index: null, deliveries: [] };

function parsed(text: string): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * The manifest of an output folder; one of nothing where there is none, and, after a warning, where it is not ours.
 * @throws NoInputError where it is there and cannot be opened
 */
export async function readManifest(output: string, warn: (line: string) => void): Promise<Manifest> {
  const path = join(output, fileName);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw new NoInputError(`${path}: cannot be read`, 'make it readable, or remove it', error);
  });
  if (text === null) return nothing;
  const manifest = parsed(text);
  if (manifest === undefined)
    warn(`${path}: not a manifest of this version, so that every report is made anew`);
  return manifest ?? nothing;
}

/** Writes the manifest, whole or not at all. Throws CannotWriteError. */
export async function writeManifest(output: string, manifest: Manifest): Promise<void> {
  await writeWholeFile(join(output, fileName), `${JSON.stringify(manifest)}\n`);
}
