import { writeFileSync } from 'node:fs';
import { dumpPieces } from '../../src/sample/dump-text.ts';
import type { SampleFormat } from '../../src/sample/format-names.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';
import { writeSample } from '../../src/sample/write-sample.ts';
import { type Dump, madeOnce } from './dump.ts';

/** What the sample command writes for so many recipients; packed with `.gz`. */
export const sampleDump = (
  recipients: number,
  format: SampleFormat = 'native',
  packing: '' | '.gz' = '',
): Promise<Dump> => {
  const extension = sampleKindOf(format).header === undefined ? 'ndjson' : 'csv';
  return madeOnce(`${format}-${recipients}.${extension}${packing}`, async (file) => {
    const { events } = await writeSample({ file, recipients, seed: 1, format });
    return events;
  });
};

/** About a hundred events each. */
const recipientsOfDelivery = 36;
const hour = 3_600_000;

/** What the sample command would write for many small deliveries, an hour apart. */
export const deliveriesDump = (deliveries: number): Promise<Dump> =>
  madeOnce(`deliveries-${deliveries}.ndjson`, async (file) => writeDeliveries(file, deliveries, () => false));

/** The same dump after some of its deliveries, spread over it, have gone on. */
export const changedDeliveriesDump = (deliveries: number, changed: number): Promise<Dump> =>
  madeOnce(`deliveries-${deliveries}-${changed}-changed.ndjson`, async (file) =>
    writeDeliveries(file, deliveries, (number) => number % Math.ceil(deliveries / changed) === 0),
  );

function writeDeliveries(file: string, deliveries: number, isChanged: (number: number) => boolean): number {
  const kind = sampleKindOf('native');
  let rows = 0;
  const texts: string[] = [];
  for (let number = 0; number < deliveries; number += 1) {
    const delivery = {
      id: deliveryId(number),
      label: `Delivery ${number + 1}`,
      start: kind.delivery.start + number * hour,
    };
    const recipients = recipientsOfDelivery + (isChanged(number) ? 1 : 0);
    for (const { text, events } of dumpPieces({ ...kind, delivery, recipients, seed: number + 1 })) {
      texts.push(text);
      rows += events;
    }
  }
  writeFileSync(file, texts.join(''));
  return rows;
}

export const deliveryId = (number: number): string => `delivery-${number + 1}`;
