import * as z from 'zod';
import { isTimeZone } from '../../time-zone.ts';
import { eventTypes } from '../formats/format.ts';
import { columnPathOf } from './column-path.ts';

/** SQL is made of what stands in the file: these keep it to what an engine takes. */
const [longestPath, mostPaths, mostWords] = [1000, 100, 5000];

/** No engine takes a NUL in a statement. */
const text = z.string().refine((text) => !text.includes('\0'), 'has a NUL in it');

const path = text
  .max(longestPath, `longer than ${longestPath} characters`)
  .refine((text) => columnPathOf(text) !== undefined, 'no path, which is as in data.to[0].email');

const constant = z.union([text, z.number(), z.boolean()]).transform(String);

/** Where a column comes from: the path of a value, the first of several that is there, or a text for every row. */
export const sourceSchema = z.strictObject({
  expression: text
    .min(1)
    .max(longestPath * 10, 'longer than 10000 characters')
    .optional(),
  from: z.union([path, z.array(path).min(1).max(mostPaths, `more than ${mostPaths} paths`)]).optional(),
  value: constant.optional(),
});

/** A source whose texts are translated; `otherwise` is for those that `values` does not name. */
const translated = <Word extends z.ZodType>(word: Word) =>
  z.strictObject({
    ...sourceSchema.shape,
    values: z
      .record(text, word)
      .refine((values) => Object.keys(values).length <= mostWords, `more than ${mostWords} words`)
      .optional(),
    otherwise: word.optional(),
  });

const some = <Schema extends z.ZodType>(schema: Schema) => z.union([path, schema]);

const typeSchema = translated(z.enum([...eventTypes, 'ignored']));
const categorySchema = translated(z.enum(['hard', 'soft', 'ignored']));
const textSchema = translated(constant);
export const timeSchema = z.strictObject({
  ...sourceSchema.shape,
  format: z
    .string()
    .regex(
      /^(?:[^%]|%-?[dHIjmMSy]|%[aAbBcfgGnpuUVwWxXYzZ%])+$/,
      'no strptime format, which is as in %d/%m/%Y %H:%M:%S',
    )
    .optional(),
  timezone: z.string().refine(isTimeZone, 'no time zone, which is as in Europe/Paris').optional(),
});

/** Where each column of the canonical event comes from. */
export const columnsSchema = z.strictObject({
  event_type: some(typeSchema),
  timestamp: some(timeSchema),
  delivery_id: some(textSchema).optional(),
  delivery_label: some(textSchema).optional(),
  event_id: some(textSchema).optional(),
  message_id: some(textSchema).optional(),
  recipient: some(textSchema).optional(),
  bounce_category: some(categorySchema).optional(),
  reason: some(textSchema).optional(),
  code: some(textSchema).optional(),
  url: some(textSchema).optional(),
  link_label: some(textSchema).optional(),
  user_agent: some(textSchema).optional(),
  variant: some(textSchema).optional(),
  is_machine: some(textSchema).optional(),
  is_test: some(textSchema).optional(),
});

/** A mapping file: how the rows of a home-made dump become canonical events (docs/mapping.md). */
export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and dashes')
    .default('mapping'),
  sender: z.string().min(1).optional(),
  rows: path.optional(),
  columns: columnsSchema,
  outcomes_imply_sends: z.boolean().default(false),
  duplicates: z.enum(['by-event-id', 'by-content']).default('by-event-id'),
});

export type Mapping = z.infer<typeof mappingSchema>;

/** How one column is filled, in whatever way the file wrote it. */
export interface ColumnSource {
  /** SQL of ClickHouse, for a table of one. */
  readonly expression?: string | undefined;
  readonly from?: string | readonly string[] | undefined;
  readonly value?: string | undefined;
  readonly values?: Readonly<Record<string, string>> | undefined;
  readonly otherwise?: string | undefined;
}
