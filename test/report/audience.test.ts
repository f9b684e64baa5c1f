import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figures, Totals } from '../../src/report/report.ts';
import type { audienceStages } from '../../src/report/sections/audience.ts';
import { reportOf, reportsOf } from '../support/report-of.ts';
import { dumps } from './generated-dumps.ts';
import { categoryOf, type NativeRow, naiveEvents } from './naive-reference.ts';

type Counts = Record<(typeof audienceStages)[number], number>;

const countsOf = ({ sections }: Pick<Figures, 'sections'>): Counts =>
  Object.fromEntries(sections.audience.rows.map(({ stage, count }) => [stage, count])) as Counts;

const at = (time: string): string => `2026-11-22T${time}Z`;
const event = (event_type: string, message_id: string | null, fields: object = {}): object => ({
  event_type,
  timestamp: at('08:00:00'),
  message_id,
  ...fields,
});
const hard = { bounce_category: 'hard' };
const ignored = { bounce_category: 'ignored' };

describe('the audience', () => {
  it('adds up from the targeted to those who clicked', async () => {
    const report = await reportOf([
      ...['m1', 'm2', 'm3', 'm4', 'm5', 'm6'].map((message) => event('sent', message)),
      event('excluded', 'm7'),
      event('excluded', 'm8'),
      event('error', 'm9'),
      event('delivered', 'm1'),
      event('delivered', 'm2'),
      event('delivered', 'm3'),
      // An auto-reply takes nothing back, a late hard bounce does; bounces after bounces are no further messages.
      event('bounce', 'm2', ignored),
      event('bounce', 'm3', hard),
      event('bounce', 'm4', hard),
      event('bounce', 'm4', { ...hard, timestamp: at('09:00:00') }),
      event('bounce', 'm5', ignored),
      event('open', 'm1'),
      event('open', 'm1', { timestamp: at('09:00:00') }),
      event('open', 'm2'),
      event('click', 'm1'),
    ]);
    expect(report.sections.audience.rows).toEqual([
      { stage: 'targeted', count: 9, share: 1 },
      { stage: 'excluded', count: 2, share: 2 / 9 },
      { stage: 'errors', count: 1, share: 1 / 9 },
      { stage: 'leftOfTargeted', count: 0, share: 0 },
      { stage: 'sent', count: 6, share: 6 / 9 },
      { stage: 'bounced', count: 3, share: 3 / 9 },
      { stage: 'pending', count: 1, share: 1 / 9 },
      { stage: 'leftOfSent', count: 0, share: 0 },
      { stage: 'delivered', count: 2, share: 2 / 9 },
      { stage: 'opened', count: 2, share: 2 / 9 },
      { stage: 'clicked', count: 1, share: 1 / 9 },
    ]);
    expect(report.totals.bounces).toBe(5);
  });

  it('says what is left of the targeted where a dump does not tell of all', async () => {
    const targeted = ['m1', 'm2', 'm3'].map((message) => event('targeted', message));
    expect(countsOf(await reportOf([...targeted, event('sent', 'm1')]))).toMatchObject({
      leftOfTargeted: 2,
      leftOfSent: 0,
    });
  });

  it('is below zero where more is told of a later step', async () => {
    const counts = countsOf(
      await reportOf([
        event('targeted', 'm1'),
        event('sent', 'm1'),
        event('error', 'm2'),
        event('delivered', 'm1'),
        event('delivered', 'm3'),
      ]),
    );
    expect(counts).toMatchObject({ leftOfTargeted: -1, sent: 1, delivered: 2, leftOfSent: -1 });
  });

  it('leaves a message over that was sent and then stopped by an error', async () => {
    const counts = countsOf(await reportOf([event('sent', 'm1'), event('error', 'm1')]));
    expect(counts).toMatchObject({ sent: 1, bounced: 0, pending: 0, leftOfSent: 1 });
  });

  it('counts each bounce where nothing tells messages apart', async () => {
    const counts = countsOf(
      await reportOf([
        ...[1, 2, 3].map(() => event('sent', null)),
        event('delivered', null),
        event('bounce', null, ignored),
      ]),
    );
    expect(counts).toMatchObject({ sent: 3, delivered: 1, bounced: 1, pending: 1, leftOfSent: 0 });
  });

  it('has no shares where nobody was targeted', async () => {
    const { sections } = await reportOf([event('open', 'm1')]);
    expect(sections.audience.rows.map(({ share }) => share)).toEqual(Array(11).fill(null));
    expect(countsOf({ sections })).toMatchObject({ targeted: 0, opened: 1 });
  });

  it('counts those whose machines opened where machines count', async () => {
    const { sections, withMachines } = await reportOf([
      event('sent', 'm1'),
      event('sent', 'm2'),
      event('open', 'm1', { is_machine: true }),
    ]);
    expect(countsOf({ sections }).opened).toBe(0);
    expect(withMachines?.sections.audience.rows.find(({ stage }) => stage === 'opened')?.count).toBe(1);
  });
});

const messageOf = ({ message_id, recipient }: NativeRow): string | null =>
  message_id === null ? recipient && `person ${recipient}` : `message ${message_id}`;

/** Bounced messages in the plainest way, and bounces of no message. */
function naiveBounced(events: readonly NativeRow[]): number {
  const bounces = events.filter(({ event_type }) => event_type === 'bounce');
  const delivered = new Set(events.filter(({ event_type }) => event_type === 'delivered').map(messageOf));
  const messages = bounces
    .filter((row) => categoryOf(row) !== 'ignored' || !delivered.has(messageOf(row)))
    .map(messageOf);
  const anonymous = bounces.filter((row) => messageOf(row) === null).length;
  return new Set(messages.filter((message) => message !== null)).size + anonymous;
}

function expectAddsUp(counts: Counts, totals: Totals): void {
  const { targeted, excluded, errors, leftOfTargeted, sent, bounced, pending, leftOfSent, delivered } =
    counts;
  expect(excluded + errors + leftOfTargeted + sent).toBe(targeted);
  expect(bounced + pending + leftOfSent + delivered).toBe(sent);
  const { uniqueOpens, uniqueClicks } = totals;
  expect(counts).toMatchObject({ ...pick(totals), opened: uniqueOpens, clicked: uniqueClicks });
}

const pick = ({ targeted, excluded, errors, sent, pending, delivered }: Totals) => ({
  targeted,
  excluded,
  errors,
  sent,
  pending,
  delivered,
});

it('adds up in any dump, and has the bounced messages of the naive reference', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(dumps, async ({ rows, from, to, includeTests, timezone }) => {
      const window = { kind: 'between', from, to } as const;
      const reports = await reportsOf(rows, { window, includeTests, timezone }).catch((error: unknown) => {
        expect(String(error)).toMatch(/no email event|not recognised as a dump/);
        return [];
      });
      for (const report of reports) {
        const { events } = naiveEvents(rows, report.delivery.id, { from, to, includeTests });
        const counts = countsOf(report);
        expect(counts.bounced).toBe(naiveBounced(events));
        expectAddsUp(counts, report.totals);
        if (report.withMachines !== null) {
          const { totals, sections } = report.withMachines;
          expectAddsUp(countsOf({ sections: { ...report.sections, ...sections } }), totals);
        }
      }
    }),
    { numRuns: 60, seed: 20_261_125 },
  );
});
