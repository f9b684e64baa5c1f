import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../../src/engine/dialect.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine, QueryRow, QueryValue } from '../../src/engine/engine.ts';
import { engagementOf, engagementSums } from '../../src/report/counting.ts';
import { eventCountsQuery } from '../../src/report/counts/event-counts.ts';
import { messageCountsQuery } from '../../src/report/counts/message-counts.ts';
import { messageOutcomesQuery } from '../../src/report/message-outcomes.ts';
import { deedOfGroup, peopleQuery } from '../../src/report/people.ts';
import {
  eventTotalsQuery,
  messageTotalsQuery,
  peopleTotalsQuery,
  totalsOf,
} from '../../src/report/totals.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB();
});
afterAll(() => engine.close());

const written = (value: QueryValue): string => (typeof value === 'string' ? sqlText(value) : String(value));

/** A relation of literal rows, as a query; `usual` has all its columns. */
function relationOf(usual: QueryRow, rows: readonly QueryRow[]): string {
  const names = Object.keys(usual);
  const values = rows.map(
    (row) => `(${names.map((name) => written(row[name] ?? usual[name] ?? null)).join(', ')})`,
  );
  return `(SELECT * FROM (VALUES ${values.join(', ')}) AS rows (${names.join(', ')})) AS relation`;
}

const usualEvent = {
  scope: 1,
  event_type: 'sent',
  time: 100,
  message: null,
  bounce_category: null,
  is_machine: 0,
  implies_sent: 0,
  domain: null,
  variant: null,
};
const events = (...rows: readonly QueryRow[]): string => relationOf(usualEvent, rows);

describe('what became of a message', () => {
  /** The outcome of one message with these events. */
  async function outcomeOf(...rows: readonly QueryRow[]): Promise<QueryRow | undefined> {
    const [outcome, ...others] = await engine.query(
      messageOutcomesQuery(events(...rows.map((row) => ({ message: 'm', ...row })))),
    );
    expect(others).toEqual([]);
    return outcome;
  }

  it('tells when it was first sent and first delivered, and the domain and variant that a row of it names', async () => {
    expect(
      await outcomeOf(
        { time: 7 },
        { time: 5, domain: 'example.com' },
        { event_type: 'delivered', time: 9, variant: 'A', implies_sent: 1 },
        { event_type: 'delivered', time: 8, implies_sent: 1 },
      ),
    ).toEqual({
      scope: 1,
      message: 'm',
      sent_time: 5,
      implied_sent_time: 8,
      delivered_time: 8,
      ending: 0,
      domain: 'example.com',
      variant: 'A',
    });
    expect(await outcomeOf({ event_type: 'error' })).toMatchObject({
      sent_time: null,
      implied_sent_time: null,
      delivered_time: null,
      domain: null,
      variant: null,
    });
  });

  const [sent, delivered, error, excluded] = ['sent', 'delivered', 'error', 'excluded'].map((event_type) => ({
    event_type,
  }));
  const bounce = (bounce_category: string) => ({ event_type: 'bounce', bounce_category });

  it.each([
    [0, 'it was sent and delivered', [sent, delivered]],
    [1, 'an error stopped it', [sent, error]],
    [1, 'an exclusion stopped it', [excluded, delivered]],
    [2, 'an ignored bounce came', [bounce('ignored'), delivered, error]],
    [3, 'a soft bounce came', [bounce('soft'), bounce('ignored')]],
    [3, 'a hard bounce came', [delivered, bounce('hard')]],
  ])('has the ending %i where %s', async (ending, _what, rows) => {
    expect(await outcomeOf(...rows.map((row) => ({ ...row })))).toMatchObject({ ending });
  });

  it('is told of each message of each scope by itself, and of nothing else', async () => {
    const rows = await engine.query(
      `${messageOutcomesQuery(
        events(
          { message: 'a' },
          { message: 'b' },
          { message: 'a', scope: 2 },
          {},
          { message: 'c', event_type: 'open' },
          { message: 'c', event_type: 'delay' },
        ),
      )} ORDER BY scope, message`,
    );
    expect(rows.map(({ scope, message }) => `${scope} ${message}`)).toEqual(['1 a', '1 b', '2 a']);
  });
});

const usualMessage = {
  scope: 1,
  message: 'm',
  sent_time: null,
  implied_sent_time: null,
  delivered_time: null,
  ending: 0,
  domain: null,
  variant: null,
};

describe('a message', () => {
  it.each([
    ['pending', { sent_time: 1 }],
    ['delivered', { sent_time: 1, delivered_time: 2 }],
    ['delivered', { sent_time: 1, delivered_time: 2, ending: 1 }],
    ['delivered', { sent_time: 1, delivered_time: 2, ending: 2 }],
    ['bounced', { sent_time: 1, delivered_time: 2, ending: 3 }],
    ['bounced', { sent_time: 1, ending: 2 }],
    ['bounced', { sent_time: 1, ending: 3 }],
    ['', { sent_time: 1, ending: 1 }],
    ['', { ending: 1 }],
    ['implied_sent delivered', { implied_sent_time: 1, delivered_time: 1 }],
    ['implied_sent bounced', { implied_sent_time: 1, ending: 3 }],
    ['delivered', { sent_time: 2, implied_sent_time: 1, delivered_time: 1 }],
  ])('counts as %s: %j', async (counts, message) => {
    const [row] = await engine.query(messageCountsQuery(relationOf(usualMessage, [message])));
    const counted = ['implied_sent', 'pending', 'delivered', 'bounced'].filter((name) => row?.[name] === 1);
    expect(counted.join(' ')).toBe(counts);
  });

  it('is counted by scope, domain and variant', async () => {
    const rows = await engine.query(
      `${messageCountsQuery(
        relationOf(usualMessage, [
          { sent_time: 1 },
          { sent_time: 1 },
          { sent_time: 1, domain: 'd' },
          { sent_time: 1, variant: 'v' },
          { sent_time: 1, scope: 2 },
        ]),
      )} ORDER BY scope, domain NULLS FIRST, variant NULLS FIRST`,
    );
    expect(rows.map(({ scope, domain, variant, pending }) => [scope, domain, variant, pending])).toEqual([
      [1, null, null, 2],
      [1, null, 'v', 1],
      [1, 'd', null, 1],
      [2, null, null, 1],
    ]);
  });
});

describe('counted events', () => {
  it('are one row for those that are alike, with the first and the last time', async () => {
    const alike = [{ time: 3 }, { time: 1 }, { time: 2 }];
    const others = [
      { scope: 2 },
      { event_type: 'delivered' },
      { bounce_category: 'hard' },
      { is_machine: 1 },
      { implies_sent: 1 },
      { message: 'm' },
      { domain: 'd' },
      { variant: 'v' },
    ];
    const rows = await engine.query(
      `${eventCountsQuery(events(...alike, ...others))} ORDER BY events DESC, has_message`,
    );
    expect(rows).toHaveLength(1 + others.length);
    const { message: _message, time: _time, ...usual } = usualEvent;
    expect(rows[0]).toEqual({ ...usual, has_message: 0, events: 3, first_time: 1, last_time: 3 });
    expect(rows.at(-1)).toMatchObject({ has_message: 1, events: 1 });
  });
});

describe('opens and clicks', () => {
  const [open, click] = ['open', 'click'].map((event_type) => ({ event_type }));
  const machine = { is_machine: 1 };

  it('are counted apart from those of machines, and with them where that is asked for', async () => {
    const [row] = await engine.query(
      `SELECT ${engagementSums} FROM ${relationOf({ ...usualEvent, events: 1 }, [
        ...[open, open, open, click, click].map((row) => ({ ...row })),
        ...Array.from({ length: 5 }, () => ({ ...open, ...machine })),
        ...Array.from({ length: 7 }, () => ({ ...click, ...machine })),
        {},
      ])}`,
    );
    const counts = { opens: 3, clicks: 2, machine_opens: 5, machine_clicks: 7 };
    expect(row).toEqual(counts);
    expect(engagementOf(counts, 'excluded')).toEqual({ opens: 3, clicks: 2 });
    expect(engagementOf(counts, 'included')).toEqual({ opens: 8, clicks: 9 });
  });

  const usualDeed = {
    scope: 1,
    person: 'p',
    event_type: 'open',
    is_machine: 0,
    caught: 0,
    since_send: null,
    domain: null,
    variant: null,
  };
  const people = (...rows: readonly QueryRow[]): Promise<readonly QueryRow[]> =>
    engine.query(`${peopleQuery(relationOf(usualDeed, rows))} ORDER BY scope, person`);
  const nothing = {
    opened: 0,
    clicked: 0,
    opened_with_machines: 0,
    clicked_with_machines: 0,
    opened_in_person: 0,
    clicked_in_person: 0,
    first_open: null,
    first_click: null,
    first_open_with_machines: null,
    first_click_with_machines: null,
  };

  // A person whose events name somebody, and an event that names nobody, which is a person of its own.
  describe.each([['p'], [null]])('of the person %s', (person) => {
    it.each([
      [
        'an open',
        { since_send: 9 },
        {
          opened: 1,
          opened_with_machines: 1,
          opened_in_person: 1,
          first_open: 9,
          first_open_with_machines: 9,
        },
      ],
      ['an open that a rule suspects', { caught: 1 }, { opened: 1, opened_with_machines: 1 }],
      [
        'an open of a machine',
        { is_machine: 1, since_send: 9 },
        { opened_with_machines: 1, first_open_with_machines: 9 },
      ],
      [
        'a click',
        { event_type: 'click', since_send: 9 },
        {
          clicked: 1,
          clicked_with_machines: 1,
          clicked_in_person: 1,
          first_click: 9,
          first_click_with_machines: 9,
        },
      ],
      [
        'a click that a rule suspects',
        { event_type: 'click', caught: 1 },
        { clicked: 1, clicked_with_machines: 1 },
      ],
      [
        'a click of a machine',
        { event_type: 'click', is_machine: 1, since_send: 9 },
        { clicked_with_machines: 1, first_click_with_machines: 9 },
      ],
    ])('tell of %s', async (_what, event, deeds) => {
      const usual = { ...usualDeed, person };
      const [row, ...others] = await engine.query(peopleQuery(relationOf(usual, [event])));
      expect(row).toEqual({
        scope: 1,
        person,
        ...nothing,
        ...deeds,
        domain: null,
        variant: null,
        has_variants: 0,
      });
      expect(others).toEqual([]);
    });
  });

  it('of one person are summed up: any deed, the least time, one of the domains', async () => {
    const [row, ...others] = await people(
      { since_send: 9, domain: 'a.example' },
      { since_send: 5, domain: 'b.example' },
      { event_type: 'click', since_send: 7 },
    );
    expect(row).toMatchObject({ opened: 1, clicked: 1, first_open: 5, first_click: 7, domain: 'b.example' });
    expect(others).toEqual([]);
  });

  it.each<[string | null, number, (string | null)[]]>([
    [null, 0, [null, null]],
    ['A', 0, ['A', 'A']],
    [null, 1, ['A', null]],
    [null, 1, ['A', 'B']],
  ])('are of the variant %s (of any: %i) where they are of %j', async (variant, has_variants, variants) => {
    const [row] = await people(...variants.map((one) => ({ variant: one })));
    expect(row).toMatchObject({ variant, has_variants });
  });

  it('of several people, scopes and nobody are rows of their own', async () => {
    const rows = [{ person: 'p' }, { person: 'q' }, { person: 'p', scope: 2 }];
    expect(await people(...rows)).toHaveLength(3);
    const usual = { ...usualDeed, person: null, domain: 'd', variant: 'v' };
    const nobody = await engine.query(peopleQuery(relationOf(usual, [{}, { event_type: 'click' }])));
    expect(nobody).toMatchObject([
      { domain: 'd', variant: 'v', has_variants: 0 },
      { domain: 'd', variant: 'v', has_variants: 0 },
    ]);
  });

  it('of a group tell whether any is a deed', async () => {
    const rows = relationOf(usualDeed, [{ is_machine: 1 }, {}]);
    const [row] = await engine.query(
      `SELECT ${deedOfGroup('opened')}, ${deedOfGroup('clicked')} FROM ${rows}`,
    );
    expect(row).toEqual({ opened: 1, clicked: 0 });
  });
});

describe('totals', () => {
  const usualCount = {
    scope: 1,
    event_type: 'sent',
    bounce_category: null,
    is_machine: 0,
    implies_sent: 0,
    has_message: 1,
    events: 0,
  };

  it('are sums of events, of messages and of people, each scope by itself', async () => {
    const [events] = await engine.query(
      eventTotalsQuery(
        relationOf(usualCount, [
          { event_type: 'targeted', events: 1 },
          { event_type: 'excluded', events: 2 },
          { event_type: 'sent', events: 4 },
          { event_type: 'bounce', events: 8 },
          { event_type: 'error', events: 16 },
          { event_type: 'open', events: 32 },
          { event_type: 'click', events: 64 },
          { event_type: 'open', is_machine: 1, events: 128 },
          { event_type: 'click', is_machine: 1, events: 256 },
          { event_type: 'delay', events: 512 },
          { event_type: 'unsubscribe', events: 1024 },
          { event_type: 'complaint', events: 2048 },
          { event_type: 'sent', has_message: 0, events: 4096 },
          { event_type: 'delivered', has_message: 0, events: 8192 },
          { event_type: 'bounce', has_message: 0, events: 16_384 },
          { event_type: 'delivered', has_message: 0, implies_sent: 1, events: 32_768 },
          { event_type: 'delivered', implies_sent: 1, events: 65_536 },
        ]),
      ),
    );
    expect(events).toEqual({
      scope: 1,
      counted: 131_071,
      targeted: 1,
      excluded: 2,
      sent: 4 + 4096,
      bounces: 8 + 16_384,
      errors: 16,
      opens: 32,
      clicks: 64,
      machine_opens: 128,
      machine_clicks: 256,
      retries: 512,
      unsubscribes: 1024,
      complaints: 2048,
      unknown_implied_sent: 32_768,
      unknown_sent: 4096,
      unknown_delivered: 8192 + 32_768,
      unknown_bounces: 16_384,
    });
    const counts = { scope: 1, implied_sent: 1, delivered: 2, pending: 4 };
    expect(await engine.query(messageTotalsQuery(relationOf(counts, [{}, {}])))).toEqual([
      { scope: 1, implied_sent: 2, delivered: 4, pending: 8 },
    ]);
    const deeds = {
      ...{ scope: 1, opened: 1, clicked: 0, opened_with_machines: 1, clicked_with_machines: 1 },
      people: 1,
    };
    const rows = [{}, { scope: 2 }, { opened: 0 }, { clicked: 1 }];
    const people = await engine.query(`${peopleTotalsQuery(relationOf(deeds, rows))} ORDER BY scope`);
    expect(people).toEqual([
      { scope: 1, openers: 2, clickers: 1, openers_with_machines: 3, clickers_with_machines: 3 },
      { scope: 2, openers: 1, clickers: 0, openers_with_machines: 1, clickers_with_machines: 1 },
    ]);
  });

  const rows = {
    events: {
      counted: 0,
      targeted: 0,
      excluded: 1,
      sent: 2,
      bounces: 4,
      errors: 8,
      opens: 16,
      clicks: 32,
      machine_opens: 64,
      machine_clicks: 128,
      retries: 256,
      unsubscribes: 512,
      complaints: 1024,
      unknown_implied_sent: 2048,
      unknown_sent: 9000,
      unknown_delivered: 4096,
      unknown_bounces: 4000,
    },
    messages: { implied_sent: 8192, delivered: 16_384, pending: 32_768 },
    people: { openers: 3, clickers: 5, openers_with_machines: 7, clickers_with_machines: 9 },
  };

  it('put together what events and messages tell, and whom nobody named', () => {
    const sent = 2 + 2048 + 8192;
    expect(totalsOf(rows, 'excluded')).toEqual({
      targeted: sent + 8 + 1,
      excluded: 1,
      sent,
      delivered: 16_384 + 4096,
      bounces: 4,
      errors: 8,
      opens: 16,
      clicks: 32,
      uniqueOpens: 3,
      uniqueClicks: 5,
      machineOpens: 64,
      machineClicks: 128,
      retries: 256,
      unsubscribes: 512,
      complaints: 1024,
      pending: 32_768 + 904,
    });
  });

  it('have the opens and clicks of machines among the others where that is asked for', () => {
    expect(totalsOf(rows, 'included')).toEqual({
      ...totalsOf(rows, 'excluded'),
      opens: 80,
      clicks: 160,
      uniqueOpens: 7,
      uniqueClicks: 9,
    });
  });

  it('take the word of a dump for who was targeted, and never have less than none pending', () => {
    const events = { ...rows.events, targeted: 5, unknown_sent: 0 };
    expect(totalsOf({ ...rows, events }, 'excluded')).toMatchObject({ targeted: 5, pending: 32_768 });
  });

  it('are nought where there is nothing', () => {
    const nothing = totalsOf({ events: undefined, messages: undefined, people: undefined }, 'excluded');
    expect(new Set(Object.values(nothing))).toEqual(new Set([0]));
  });
});
