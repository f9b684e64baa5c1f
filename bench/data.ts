import { existsSync, writeFileSync } from 'node:fs';
import type { SampleFormat } from '../src/sample/format-names.ts';
import { writeSample } from '../src/sample/write-sample.ts';

/** A sample dump, made once. */
export async function makeSample(
  file: string,
  recipients: number,
  format: SampleFormat = 'native',
): Promise<string> {
  if (!existsSync(file)) await writeSample({ file, recipients, seed: 1, format });
  return file;
}

/** A dump of many small deliveries of 30 messages each, made once. */
export async function makeDeliveries(file: string, deliveries: number): Promise<string> {
  if (existsSync(file)) return file;
  const start = Date.UTC(2026, 10, 1);
  const lines: string[] = [];
  for (let delivery = 0; delivery < deliveries; delivery += 1) {
    for (let message = 0; message < 30; message += 1) {
      for (const [step, type] of ['sent', message % 10 === 0 ? 'bounce' : 'delivered', 'open'].entries()) {
        lines.push(
          JSON.stringify({
            event_type: type,
            timestamp: new Date(start + delivery * 3_600_000 + message * 1000 + step * 60_000).toISOString(),
            delivery_id: `delivery-${delivery}`,
            message_id: `m-${delivery}-${message}`,
            code: type === 'bounce' ? '550 5.1.1' : null,
            reason: type === 'bounce' ? `User unknown ${message % 3}` : null,
          }),
        );
      }
    }
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
