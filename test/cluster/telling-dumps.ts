import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { globSync } from 'tinyglobby';
import { sampleFormats } from '../../src/sample/format-names.ts';
import { hostileRows, rowsThatShow } from '../hostile/hostile-rows.ts';
import { everyPayload, payloads } from '../hostile/payloads.ts';
import { ndjson } from '../support/report-of.ts';
import type { DumpFile } from './equal-reports.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 9, 24, 18) + seconds * 1000).toISOString();

/** The payloads that vendors publish, as one dump of all formats that these files tell by themselves: many name no delivery, and some are no event of ours. */
export const vendorPayloads: readonly DumpFile[] = globSync('test/dumps/*/**/*.{json,ndjson}')
  .filter(
    (path) =>
      !/\/(?:other|mailgun)\/|unique-arg|\d\.custom-arg|05\.sample-bounce|identity-notif|aws-lambda|event-docs/.test(
        path,
      ),
  )
  .sort()
  .map((path, number) => ({
    name: `${String(number).padStart(3, '0')}-${basename(path)}`,
    content: readFileSync(path, 'utf8'),
  }));

/** Each hostile text wherever a report shows one, each in a delivery that is called so: more than are asked for at a time. */
export const hostileDeliveries: readonly DumpFile[] = [
  {
    name: 'hostile.ndjson',
    content: ndjson(
      everyPayload.flatMap((text) => rowsThatShow([text], { delivery_id: text, delivery_label: text })),
    ),
  },
];

/** Hostile texts in each place that any format reads. */
export const hostileFormats: readonly DumpFile[] = sampleFormats
  .filter((format) => format !== 'powermta')
  .map((format) => ({
    name: `${format}.ndjson`,
    content: ndjson(
      hostileRows(format, [...payloads.sql, ...payloads.controls, '\\', "{name:String}'", '😀']),
    ),
  }));

/** More domains and variants than are told apart, with as many messages as one another here and there. */
export const manyNames: readonly DumpFile[] = [
  {
    name: 'names.ndjson',
    content: ndjson(
      Array.from({ length: 5300 }, (_, domain) =>
        Array.from({ length: domain < 40 ? 4 : domain < 4990 ? 2 : 1 }, (_, person) => {
          const row = {
            timestamp: at(domain + person),
            delivery_id: 'names',
            message_id: `${domain}-${person}`,
            recipient: `p${person}@d${domain}.example`,
            variant: `V${String((domain * 7 + person) % (domain < 300 ? 30 : 11)).padStart(2, '0')}`,
          };
          return [
            { ...row, event_type: 'sent' },
            {
              ...row,
              event_type: domain % 3 === 0 ? 'bounce' : 'delivered',
              reason: `550 5.1.1 no ${domain % 5}`,
            },
            ...(domain % 10 === 0 ? [{ ...row, event_type: 'open', timestamp: at(2 * domain + 10) }] : []),
          ];
        }).flat(),
      ).flat(),
    ),
  },
];

/** One event, a machine's minutes around 1970, and the last moment that there is. */
export const strayDates: readonly DumpFile[] = [
  {
    name: 'stray.ndjson',
    content: ndjson([
      ...[
        '1970-01-01T00:00:00Z',
        '1970-01-01T00:00:05Z',
        at(0),
        at(100_000),
        '9999-12-31T23:59:59.999Z',
      ].flatMap((timestamp, number) =>
        ['sent', 'delivered', 'open', 'click'].map((event_type) => ({
          ...{ event_type, timestamp, delivery_id: 'stray', message_id: `m${number}` },
          ...{ recipient: `p${number}@example.com`, url: `https://shop.example/${number % 2}` },
        })),
      ),
      {
        event_type: 'click',
        timestamp: '1970-01-01T00:00:01Z',
        delivery_id: 'stray',
        url: 'https://shop.example/0',
      },
    ]),
  },
];
