import { ajoRows } from './ajo-rows.ts';
import type { SampleDelivery } from './message.ts';
import { nativeRows } from './native-rows.ts';
import type { RowWriter } from './row-writer.ts';

/** The formats that samples are written in. */
export const sampleFormats = ['native', 'ajo'] as const;

export type SampleFormat = (typeof sampleFormats)[number];

const firstSend = Date.UTC(2026, 10, 22, 8);

interface SampleKind {
  readonly delivery: SampleDelivery;
  readonly rows: RowWriter;
}

/** For each format the delivery that its samples are about, and how they are written. */
export const sampleKinds: Record<SampleFormat, SampleKind> = {
  native: {
    delivery: { id: 'winter-sale', label: 'Winter sale', start: firstSend },
    rows: nativeRows,
  },
  ajo: {
    delivery: {
      id: '7d1f6c3a-52b8-4e0d-9a41-c05e8b2f9d64',
      label: 'Winter sale, loyalty members',
      start: firstSend,
    },
    rows: ajoRows,
  },
};
