import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Figures, MachineActivity, Report } from '../../src/report/report.ts';
import { mailReaderOf } from '../../src/report/user-agents/mail-reader.ts';
import { zoneOf } from '../../src/time-zone.ts';
import { reportsOf } from '../support/report-of.ts';

const start = Date.parse('2026-10-24T18:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

interface Row {
  readonly event_type: string;
  readonly time: number;
  readonly message_id: string | null;
  readonly recipient: string | null;
  readonly is_machine: boolean;
  readonly url: string | null;
  readonly link_label: string | null;
  readonly user_agent: string | null;
}

const agents = [
  'Mozilla/5.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36',
  'Outlook-iOS/709.2226530.prod.iphone (3.24.1)',
  'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18429; Pro)',
  'unheard of',
];

/** Few values for each field, so that messages, people, links and programs meet each other often. */
const rowsOf = (types: readonly string[], span: number, length: number): fc.Arbitrary<Row[]> =>
  fc.array(
    fc.record({
      event_type: fc.constantFrom(...types),
      // Much soon, little late, as mail is read.
      time: fc
        .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(1, 3, 12))
        .map(([part, power]) => start + Math.round(part ** power * span)),
      message_id: fc.option(
        fc.integer({ min: 1, max: 12 }).map((number) => `m${number}`),
        { freq: 8 },
      ),
      recipient: fc.option(fc.constantFrom('ada@example.com', 'bob@example.com', 'm1'), { freq: 1 }),
      is_machine: fc.boolean(),
      url: fc.constantFrom(null, 'https://example.com/a', 'https://example.com/b'),
      link_label: fc.constantFrom(null, 'A', 'B'),
      user_agent: fc.constantFrom(null, ...agents),
    }),
    { minLength: Math.floor(length / 2), maxLength: length, size: 'max' },
  );

const dumps = fc.constantFrom(hour, day, 20 * day, 1000 * day).chain((span) =>
  fc.record({
    rows: fc
      .tuple(
        rowsOf(['sent', 'delivered'], span / 50, 30),
        rowsOf(['open', 'open', 'click', 'click', 'unsubscribe', 'complaint'], span, 90),
      )
      .map((parts) => parts.flat()),
    timezone: fc.constantFrom(
      'UTC',
      'Europe/Paris',
      'Asia/Kolkata',
      'America/St_Johns',
      'Australia/Lord_Howe',
    ),
  }),
);

type Sections = Pick<
  Figures['sections'],
  'engagement' | 'engagement-since-send' | 'engagement-hours' | 'mail-clients' | 'links'
>;

const messageOf = (row: Row): string | null =>
  row.message_id !== null ? `message ${row.message_id}` : row.recipient && `person ${row.recipient}`;

/** Whose event it was; one that names nobody is another person's. */
const personOf = (row: Row): unknown =>
  row.recipient !== null
    ? `person ${row.recipient}`
    : row.message_id !== null
      ? `message ${row.message_id}`
      : row;

const groupsOf = <Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): readonly (readonly [Key, Row[]])[] => {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups];
};

/** Of numbers in order, the one at a fraction of their number, by nearest rank. */
const quantile = (numbers: readonly number[], fraction: number): number | null =>
  [...numbers].sort((left, right) => left - right)[Math.ceil(fraction * numbers.length) - 1] ?? null;

const least = (numbers: readonly (number | null)[]): number | null => {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : Math.min(...known);
};

const share = (count: number, whole: number): number | null => (whole === 0 ? null : count / whole);

/** The five sections written down once more in the plainest way: arrays and loops. */
function naiveSections(
  all: readonly Row[],
  timezone: string,
  machines: MachineActivity,
  delivered: number,
): Sections {
  const rows = all.filter((row) => machines === 'included' || !isByMachine(row));
  const sent = new Map<string, number>();
  for (const row of rows) {
    const message = messageOf(row);
    if (row.event_type === 'sent' && message !== null)
      sent.set(message, Math.min(row.time, sent.get(message) ?? row.time));
  }
  const elapsed = (row: Row): number | null => {
    const since = sent.get(messageOf(row) ?? '');
    return since === undefined ? null : Math.max(0, row.time - since);
  };
  const of = (type: string): readonly Row[] => rows.filter(({ event_type }) => event_type === type);
  const [opens, clicks] = [of('open'), of('click')];
  const firstsOf = (events: readonly Row[]): readonly (number | null)[] =>
    groupsOf(events, personOf).map(([, own]) => least(own.map(elapsed)));

  const timed = [...opens, ...clicks].map(elapsed).filter((time) => time !== null);
  const widths = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 14_400].map((minutes) => minutes * minute);
  const width =
    widths.find((one) => timed.filter((time) => time < 30 * one).length >= 0.9 * timed.length) ??
    14_400 * minute;
  const within = (from: number, until: number) => {
    const count = (times: readonly (number | null)[]): number =>
      times.filter((time) => time !== null && time >= from && time < until).length;
    return {
      opens: count(opens.map(elapsed)),
      clicks: count(clicks.map(elapsed)),
      openers: count(firstsOf(opens)),
      clickers: count(firstsOf(clicks)),
    };
  };
  const unknown = (times: readonly (number | null)[]): number => times.filter((time) => time === null).length;
  const last = Math.max(-1, ...timed.filter((time) => time < 30 * width));
  const later = timed.some((time) => time >= 30 * width);
  const untimed = [...opens, ...clicks].length > timed.length;

  const zone = zoneOf(timezone);
  const local = (row: Row): Date => new Date(row.time + zone.offsetAt(row.time));
  const inHour = (events: readonly Row[], weekday: number, hour: number): number =>
    events.filter((row) => (local(row).getUTCDay() || 7) === weekday && local(row).getUTCHours() === hour)
      .length;

  const named = (['device', 'client'] as const).flatMap((kind) =>
    groupsOf([...opens, ...clicks], (row) => mailReaderOf(row.user_agent ?? '')[kind]).map(([name, used]) => {
      const opened = used.filter(({ event_type }) => event_type === 'open').length;
      const clicked = used.length - opened;
      const [openShare, clickShare] = [share(opened, opens.length), share(clicked, clicks.length)];
      return { kind, name, opens: opened, openShare, clicks: clicked, clickShare };
    }),
  );
  const iso = (time: number | null): string => new Date(time ?? Number.NaN).toISOString();

  return {
    engagement: {
      rows: (['open', 'click', 'unsubscribe', 'complaint'] as const).map((type) => {
        const times = groupsOf(of(type), messageOf).flatMap(([, own]) => least(own.map(elapsed)) ?? []);
        const seconds = (time: number | null): number | null =>
          time === null ? null : Math.round(time / 1000);
        const [count, unique] = [of(type).length, new Set(of(type).map(personOf)).size];
        return {
          activity: `${type}s` as 'opens',
          count,
          unique,
          rate: share(type === 'open' || type === 'click' ? unique : count, delivered),
          medianSeconds: seconds(quantile(times, 0.5)),
          ninetiethSeconds: seconds(quantile(times, 0.9)),
        };
      }),
    },
    'engagement-since-send': {
      rows: [
        ...Array.from({ length: Math.floor(last / width) + 1 }, (_, index) => {
          const [from, until] = [index * width, (index + 1) * width];
          return { afterSeconds: from / 1000, untilSeconds: until / 1000, ...within(from, until) };
        }),
        ...(later
          ? [
              {
                afterSeconds: (30 * width) / 1000,
                untilSeconds: null,
                ...within(30 * width, Number.POSITIVE_INFINITY),
              },
            ]
          : []),
        ...(untimed
          ? [
              {
                afterSeconds: null,
                untilSeconds: null,
                opens: unknown(opens.map(elapsed)),
                clicks: unknown(clicks.map(elapsed)),
                openers: unknown(firstsOf(opens)),
                clickers: unknown(firstsOf(clicks)),
              },
            ]
          : []),
      ],
    },
    'engagement-hours': {
      rows:
        opens.length + clicks.length === 0
          ? []
          : [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
              Array.from({ length: 24 }, (_, hour) => ({
                weekday,
                hour,
                opens: inHour(opens, weekday, hour),
                clicks: inHour(clicks, weekday, hour),
              })),
            ),
    },
    'mail-clients': { rows: named.some(({ name }) => name !== null) ? named : [] },
    links: {
      rows: groupsOf(clicks, ({ url, link_label }) => `${url} ${link_label}`).map(([, own]) => {
        const times = own.map(({ time }) => time);
        return {
          url: own[0]?.url ?? null,
          label: own[0]?.link_label ?? null,
          clicks: own.length,
          uniqueClicks: new Set(own.map(personOf)).size,
          share: share(own.length, clicks.length),
          firstClick: iso(Math.min(...times)),
          medianClick: iso(quantile(times, 0.5)),
          lastClick: iso(Math.max(...times)),
        };
      }),
    },
  };
}

const isByMachine = ({ event_type, is_machine }: Row): boolean =>
  is_machine && (event_type === 'open' || event_type === 'click');

const sorted = (rows: readonly object[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

function expectSections(
  sections: Sections,
  rows: readonly Row[],
  timezone: string,
  machines: MachineActivity,
  delivered: number,
): void {
  const naive = naiveSections(rows, timezone, machines, delivered);
  expect(sections.engagement).toEqual(naive.engagement);
  expect(sections['engagement-since-send']).toEqual(naive['engagement-since-send']);
  expect(sections['engagement-hours']).toEqual(naive['engagement-hours']);
  expect(sorted(sections['mail-clients'].rows)).toEqual(sorted(naive['mail-clients'].rows));
  expect(sorted(sections.links.rows)).toEqual(sorted(naive.links.rows));
  const clicks = sections.links.rows.map((link) => link.clicks);
  expect(clicks).toEqual([...clicks].sort((left, right) => right - left));
}

function expectFigures(figures: Figures, rows: readonly Row[], timezone: string): void {
  expectSections(figures.sections, rows, timezone, 'excluded', figures.totals.delivered);
  if (figures.withMachines === null) expect(rows.some(isByMachine)).toBe(false);
  else expectSections(figures.withMachines.sections, rows, timezone, 'included', figures.totals.delivered);
}

it('gives the engagement of any dump as the naive reference does, all in all and for the last day, with machines and without', async () => {
  await fc.assert(
    fc.asyncProperty(dumps, async ({ rows, timezone }) => {
      const reports: readonly Report[] = await reportsOf(
        rows.map(({ time, ...fields }, index) => ({
          ...fields,
          timestamp: new Date(time).toISOString(),
          event_id: String(index),
        })),
        { timezone },
      );
      for (const report of reports) {
        expectFigures(report, rows, timezone);
        const from = Date.parse(report.lastDay?.window.from ?? '');
        if (report.lastDay !== null)
          expectFigures(
            report.lastDay,
            rows.filter(({ time }) => time >= from),
            timezone,
          );
      }
    }),
    { numRuns: 40, seed: 20_261_125 },
  );
}, 120_000);
