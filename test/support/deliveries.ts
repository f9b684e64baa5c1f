import { dumpPieces } from '../../src/sample/dump-text.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';
import { temporaryFile } from './temporary-folder.ts';

/** A sample of several deliveries of 40 recipients each, `delivery-0` and so on; other titles, or another seed, other reports. */
export function deliveries(count: number, { label = 'Winter sale', seed = 0 } = {}): string {
  const { delivery, ...kind } = sampleKindOf('native');
  const texts = Array.from({ length: count }, (_, number) => {
    const named = { ...delivery, id: `delivery-${number}`, label };
    return [...dumpPieces({ ...kind, delivery: named, recipients: 40, seed: seed + number })]
      .map(({ text }) => text)
      .join('');
  });
  return temporaryFile('deliveries.ndjson', texts.join(''));
}
