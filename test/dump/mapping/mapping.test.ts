import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mappingSchemaText } from '../../../src/dump/mapping/mapping-schema.ts';
import { readMapping } from '../../../src/dump/mapping/read-mapping.ts';
import type { Report } from '../../../src/report/report.ts';
import { computeFiles, ndjson } from '../../support/report-of.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';
import { toldByFiles } from '../../support/told-by.ts';

const mappingFile = (text: string): string => temporaryFile('map.yaml', text);

async function mapped(dump: string, mapping: string): Promise<Report> {
  const [report] = (await computeFiles([dump], { mapping: await readMapping(mappingFile(mapping)) })).reports;
  if (report === undefined) throw new Error('no report');
  return report;
}

const plain = `
columns:
  event_type: event_type
  timestamp: time
`;

describe('a mapping', () => {
  it('reads a CSV with columns and words of its own', async () => {
    const dump = temporaryFile(
      'log.csv',
      [
        'when;what;who;campaign no.;message.id;answer',
        '22/11/2026 09:00:00;OUT;ada@example.com;7;m1;',
        '22/11/2026 09:00:05;ok;ada@example.com;7;m1;',
        '22/11/2026 09:00:01;OUT;ben@example.com;7;m2;',
        '22/11/2026 09:00:09;FAIL;ben@example.com;7;m2;550 5.1.1 No such user',
        '22/11/2026 09:01:00;PROBE;;7;;',
        '22/11/2026 09:01:00;???;;7;;',
      ].join('\n'),
    );
    const report = await mapped(
      dump,
      `
id: our-mailer
sender: Our own mailer
columns:
  event_type:
    from: what
    values: { out: sent, OK: delivered, fail: bounce, probe: ignored }
  timestamp: { from: when, format: "%d/%m/%Y %H:%M:%S", timezone: Europe/Paris }
  delivery_id: '"campaign no."'
  message_id: '"message.id"'
  recipient: who
  reason: answer
`,
    );
    expect(report).toMatchObject({
      delivery: { id: '7', format: 'our-mailer', firstEvent: '2026-11-22T08:00:00.000Z' },
      totals: { sent: 2, delivered: 1, bounces: 1 },
      audit: { read: 6, counted: 4, ignored: 1, rejected: 1 },
    });
    expect(report.sections['bounce-reasons'].rows).toMatchObject([
      { reason: '550 5.1.1 No such user', category: 'hard' },
    ]);
  });

  it('reads JSON by paths, the first that is filled', async () => {
    const dump = temporaryFile(
      'log.ndjson',
      ndjson([
        {
          meta: { kind: 'sent', at: 1_795_334_400 },
          to: [{ address: 'ada@example.com' }],
          ids: { old: 'm1' },
        },
        {
          meta: { kind: 'delivered', at: 1_795_334_401 },
          to: [{ address: 'ada@example.com' }],
          ids: { new: 'm1' },
        },
        { meta: { kind: 'open', at: 1_795_334_402_000 }, to: [{ address: 'ada@example.com' }], by: 'BOT' },
      ]),
    );
    const { totals } = await mapped(
      dump,
      `
columns:
  event_type: meta.kind
  timestamp: meta.at
  recipient: to[0].address
  message_id: { from: [ids.new, ids.old] }
  delivery_id: { value: everything }
  is_machine: { from: by, values: { bot: true }, otherwise: false }
`,
    );
    expect(totals).toMatchObject({ sent: 1, delivered: 1, opens: 0, machineOpens: 1 });
  });

  it('reads rows out of a list that holds them', async () => {
    const page = { total: 2, data: [{ event_type: 'sent', time: '2026-11-22T08:00:00Z' }] };
    const dump = temporaryFile(
      'pages.json',
      [page, page].map((value) => JSON.stringify(value, null, 2)).join('\n'),
    );
    expect((await mapped(dump, `rows: data${plain}`)).totals.sent).toBe(2);
  });

  it('says where links, programs and variants are', async () => {
    const row = {
      event_type: 'click',
      time: 1_795_334_400,
      link: 'https://a',
      name: 'Offer',
      by: 'Mozilla/5.0',
    };
    const mapping = await readMapping(
      mappingFile(
        `${plain}  url: link\n  link_label: name\n  user_agent: by\n  variant: { from: group, value: A }\n`,
      ),
    );
    const dump = temporaryFile('log.ndjson', ndjson([row, { ...row, group: 'B' }]));
    const told = { url: 'https://a', label: 'Offer', agent: 'Mozilla/5.0' };
    expect(await toldByFiles([dump], { mapping })).toEqual([
      { ...told, variant: 'A' },
      { ...told, variant: 'B' },
    ]);
  });

  it('takes outcomes for sends where it is told to', async () => {
    const dump = temporaryFile(
      'log.ndjson',
      ndjson(
        ['delivered', 'bounce'].map((event_type, index) => ({ event_type, time: 1_795_334_400 + index })),
      ),
    );
    expect((await mapped(dump, plain)).totals.sent).toBe(0);
    expect((await mapped(dump, `outcomes_imply_sends: true${plain}`)).totals.sent).toBe(2);
  });

  it('tells copies by event_id, or by content where it is told to', async () => {
    const row = { event_type: 'click', time: 1_795_334_400, who: 'ada@example.com', link: 'https://a' };
    const dump = temporaryFile('log.ndjson', ndjson([row, row, { ...row, link: 'https://b' }]));
    const columns = `${plain}  recipient: who\n  url: link\n`;
    expect((await mapped(dump, columns)).totals.clicks).toBe(3);
    expect((await mapped(dump, `duplicates: by-content${columns}`)).totals.clicks).toBe(2);
  });

  it('keeps what a time says of its own offset', async () => {
    const rows = ['2026-11-22 09:00:00', '2026-11-22T09:00:00+02:00'].map((time) => ({
      event_type: 'sent',
      time,
    }));
    const { delivery } = await mapped(
      temporaryFile('log.ndjson', ndjson(rows)),
      'columns: { event_type: event_type, timestamp: { from: time, timezone: America/New_York } }',
    );
    expect(delivery).toMatchObject({
      firstEvent: '2026-11-22T07:00:00.000Z',
      lastEvent: '2026-11-22T14:00:00.000Z',
    });
  });

  it.each([
    ['2026-07-01', '2026-07-01T04:00:00.000Z'],
    ['2026-07-01 12:00:00', '2026-07-01T16:00:00.000Z'],
    ['2026-07-01 12:00:00 UTC', '2026-07-01T12:00:00.000Z'],
    ['2026-07-01T12:00:00Z', '2026-07-01T12:00:00.000Z'],
    ['2026-07-01 12:00:00-01', '2026-07-01T13:00:00.000Z'],
    ['1782907200', '2026-07-01T12:00:00.000Z'],
  ])('reads %s in New York as %s', async (time, instant) => {
    const { delivery } = await mapped(
      temporaryFile('log.ndjson', ndjson([{ event_type: 'sent', time }])),
      'columns: { event_type: event_type, timestamp: { from: time, timezone: America/New_York } }',
    );
    expect(delivery.firstEvent).toBe(instant);
  });

  it('may be JSON, indented by tabs too', async () => {
    const json = JSON.stringify({ columns: { event_type: 'event_type', timestamp: 'time' } }, null, '\t');
    const dump = temporaryFile('log.ndjson', ndjson([{ event_type: 'sent', time: 1_795_334_400 }]));
    expect((await mapped(dump, json)).totals.sent).toBe(1);
  });
});

describe('a mapping that is wrong', () => {
  it.each([
    [
      `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefgh'.replace(
        /./g,
        (key) =>
          `${key}: &${key} [${Array(10)
            .fill(`*${String.fromCharCode(key.charCodeAt(0) - 1)}`)
            .join(', ')}]\n`,
      )}`,
      /aliases stand for too much/,
    ],
    ['columns: [', /map\.yaml:1: /],
    ['columns:\n  event_type: what\n', /map\.yaml:1: columns\.timestamp: /],
    [`id: native\n${plain.trim()}`, /id: native is a format of its own/],
    ['columns:\n  event_type: what\n  timestamp: when\n  colour: red\n', /map\.yaml:1: columns: .*colour/],
    ['columns:\n  event_type: a..b\n  timestamp: when\n', /map\.yaml:2: columns\.event_type: /],
    [
      'columns:\n  event_type:\n    from: what\n    values:\n      OK: arrived\n  timestamp: when\n',
      /map\.yaml:5: columns\.event_type\.values\.OK: /,
    ],
    [
      'columns:\n  event_type: what\n  timestamp:\n    from: when\n    timezone: Mars/Olympus\n',
      /map\.yaml:5: columns\.timestamp\.timezone: no time zone/,
    ],
    ['columns:\n  event_type: a\n  timestamp: a.b\n', /a is taken for a value and for what holds values/],
  ])('says where and what: %j', async (text, message) => {
    await expect(readMapping(mappingFile(text))).rejects.toThrow(message);
  });

  it('is not found', async () => {
    await expect(readMapping('nowhere.yaml')).rejects.toThrow('nowhere.yaml: no such file');
  });
});

it('ships its JSON Schema as it is defined: after a change run npm run schema', () => {
  const shipped = readFileSync(new URL('../../../mapping.schema.json', import.meta.url), 'utf8');
  expect(shipped).toBe(mappingSchemaText());
});
