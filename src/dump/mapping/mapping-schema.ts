import * as z from 'zod';
import { columnsSchema, mappingSchema, sourceSchema, timeSchema } from './mapping-file.ts';

/** What an editor says of each key. */
const descriptions = z.registry<{ title?: string; description?: string }>();
const { id, sender, rows, columns, outcomes_imply_sends, duplicates, $schema } = mappingSchema.shape;
descriptions
  .add(mappingSchema, {
    title: 'The mapping of a dump',
    description: 'Tells which columns or JSON values of a dump are which parts of an event.',
  })
  .add($schema, { description: 'Where this schema is, for editors.' })
  .add(id, { description: 'What the format is called in reports and with --format.' })
  .add(sender, { description: "The sender's name." })
  .add(rows, {
    description: 'The path of a list that holds the rows, where they are not the values themselves.',
  })
  .add(columns, { description: 'Where each column of the canonical event comes from.' })
  .add(columnsSchema.shape.event_type, {
    description: 'What happened: a canonical type, or a word that `values` translates into one.',
  })
  .add(columnsSchema.shape.timestamp, {
    description: 'When: ISO 8601, epoch seconds or milliseconds, or as `format` says.',
  })
  .add(sourceSchema.shape.expression, {
    description: 'SQL of ClickHouse that gives the value, for a table of one (docs/cluster.md).',
  })
  .add(sourceSchema.shape.from, {
    description: 'The path of the value, or of several: the first that is filled.',
  })
  .add(sourceSchema.shape.value, {
    description: 'A text for every row, or for those where `from` finds nothing.',
  })
  .add(timeSchema.shape.format, { description: 'How the time is written, in strptime specifiers.' })
  .add(timeSchema.shape.timezone, {
    description: 'The time zone of times that name none; UTC unless it is given.',
  })
  .add(outcomes_imply_sends, {
    description: 'Whether a delivery or a bounce tells of a send, for a dump that has no `sent` events.',
  })
  .add(duplicates, {
    description:
      'What makes two rows one event: the same event_id; or, where there is none, the same type, message, recipient, time and URL.',
  });

/** The JSON Schema of a mapping file, as it ships with the package. */
export function mappingSchemaText(): string {
  const schema = z.toJSONSchema(mappingSchema, { io: 'input', metadata: descriptions });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
