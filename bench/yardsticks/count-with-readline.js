import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What most people write first: a line at a time, JSON.parse, a Set for each figure that counts people once. */
const [dump = ''] = process.argv.slice(2);
const counts = {};
const [seen, openers, clickers, delivered] = [new Set(), new Set(), new Set(), new Set()];
for await (const line of createInterface({ input: createReadStream(dump) })) {
  const row = JSON.parse(line);
  if (row.is_test || seen.has(row.event_id)) continue;
  seen.add(row.event_id);
  counts[row.event_type] = (counts[row.event_type] ?? 0) + 1;
  if (row.event_type === 'open' && !row.is_machine) openers.add(row.recipient);
  if (row.event_type === 'click' && !row.is_machine) clickers.add(row.recipient);
  if (row.event_type === 'delivered') delivered.add(row.message_id);
  if (row.event_type === 'bounce' && row.bounce_category !== 'ignored') delivered.delete(row.message_id);
}
const uniques = { openers: openers.size, clickers: clickers.size, delivered: delivered.size };
process.stdout.write(`${JSON.stringify({ counts, ...uniques })}\n`);
