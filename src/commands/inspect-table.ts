import { parseClickHouseSource, shownSource } from '../engine/clickhouse/source-url.ts';
import { UsageError } from '../errors.ts';
import { openCluster } from '../open-cluster.ts';
import type { Delivery } from '../report/deliveries.ts';
import { isoTime } from '../report/iso-time.ts';
import type { Terminal } from '../terminal.ts';
import type { InspectOptions } from './inspect.ts';
import { deliveryLines, number, titled, typeLines } from './inspection-lines.ts';
import { readOptions } from './read-options.ts';

const eventsOf = ({ rows: { kept, duplicates } }: Delivery): number => kept + duplicates;

/** Says what a table of a ClickHouse holds. @throws CommandError where it cannot be asked, or not all of it answers */
export async function inspectTable(options: InspectOptions, terminal: Terminal): Promise<void> {
  const [url = '', ...others] = options.dump;
  if (others.length > 0)
    throw new UsageError('a table of a ClickHouse is looked at alone', 'inspect one after the other');
  const choices = { allowPartial: false, maxSeconds: undefined };
  const { store, close } = await openCluster(url, await readOptions(options), choices, terminal);
  try {
    const deliveries = await store.findDeliveries(true, undefined);
    const eventTypes = await store.countTypes();
    const sum = (of: (delivery: Delivery) => number): number =>
      deliveries.reduce((sum, delivery) => sum + of(delivery), 0);
    const times = deliveries.flatMap(({ firstEvent, lastEvent }) =>
      [firstEvent ?? [], lastEvent ?? []].flat(),
    );
    const inspection = {
      table: shownSource(parseClickHouseSource(url)),
      rows: { events: sum(eventsOf), duplicates: sum(({ rows }) => rows.duplicates) },
      firstEvent: isoTime(times.length === 0 ? null : Math.min(...times)),
      lastEvent: isoTime(times.length === 0 ? null : Math.max(...times)),
      eventTypes,
    };
    terminal.progress('');
    if (options.json) {
      const told = deliveries.map((delivery) => ({
        ...{ id: delivery.id, label: delivery.label, events: eventsOf(delivery) },
      }));
      terminal.json({ ...inspection, deliveries: told });
      return;
    }
    const { table, rows, firstEvent, lastEvent } = inspection;
    for (const line of [
      ...titled('Table', [table]),
      ...titled('Rows', [`${number(rows.events)} events, ${number(rows.duplicates)} duplicates among them`]),
      ...titled('Time', [`${firstEvent ?? '–'} to ${lastEvent ?? '–'}`]),
      ...typeLines(eventTypes),
      ...deliveryLines(deliveries),
    ])
      terminal.result(line);
  } catch (error) {
    terminal.progress('');
    throw error;
  } finally {
    await close();
  }
}
