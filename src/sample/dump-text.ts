import type { SampleDelivery } from './message.ts';
import { Random } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import { proofs, simulateRecipient } from './simulate.ts';

export interface SampleDump {
  readonly delivery: SampleDelivery;
  readonly rows: RowWriter;
  readonly header?: string;
  readonly recipients: number;
  readonly seed: number;
}

/** A stretch of a dump: whole lines, and how many. */
export interface DumpPiece {
  readonly text: string;
  readonly events: number;
}

const pieceLength = 0x4_0000;

/** Makes a dump piece by piece, a quarter of a million characters each; proofs come first, as they are sent first. */
export function* dumpPieces({
  delivery,
  rows,
  header = '',
  recipients,
  seed,
}: SampleDump): Generator<DumpPiece, void> {
  const random = new Random();
  const simulation = { recipients, seed, start: delivery.start };
  const rowsOf = rows(delivery);
  let text = header;
  let events = 0;
  for (let turn = 0; turn < proofs + recipients; turn++) {
    const number = turn < proofs ? recipients + turn : turn - proofs;
    const story = simulateRecipient(number, simulation, random);
    const rowOf = rowsOf(story.recipient);
    for (const event of story.events) {
      const row = rowOf(event);
      if (row === '') continue;
      text += row;
      events += 1;
    }
    if (text.length < pieceLength) continue;
    yield { text, events };
    text = '';
    events = 0;
  }
  if (events > 0) yield { text, events };
}
