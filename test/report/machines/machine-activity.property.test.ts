import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type MachineRules, usualMachineRules } from '../../../src/report/machines/rules/index.ts';
import { estimatedPeople } from '../../../src/report/sections/machine-activity.ts';
import { reportOf } from '../../support/report-of.ts';

const noon = Date.UTC(2026, 10, 22, 12);

/** What each agent is known to be. */
const agents: Readonly<Record<string, 'machine' | 'image-proxy' | 'person'>> = {
  'Mozilla/5.0': 'machine',
  'curl/8.4.0': 'machine',
  'Mozilla/5.0 (via ggpht.com GoogleImageProxy)': 'image-proxy',
  'Mozilla/5.0 (Windows NT 10.0) Chrome/142.0': 'person',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1) Safari': 'person',
};

const rows = fc.array(
  fc.record({
    event_type: fc.constantFrom('delivered', 'open', 'open', 'click', 'click', 'click', 'complaint'),
    second: fc.oneof({ weight: 3, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(40) }),
    message_id: fc.constantFrom('m1', 'm1', 'm1', 'm2', 'm3', null),
    recipient: fc.constantFrom('anna@example.com', 'ben@example.com', 'cleo@example.com', null),
    user_agent: fc.constantFrom(...Object.keys(agents), null),
    url: fc.constantFrom('https://e.example/a', 'https://e.example/b', 'https://e.example/c', null),
    is_machine: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 1, maxLength: 24 },
);
type Row = Parameters<Parameters<typeof rows.map>[0]>[0][number];

const seconds = fc.constantFrom(1, 3, 10);
const rules: fc.Arbitrary<MachineRules> = fc.record({
  'known-agent': fc.constantFrom(usualMachineRules['known-agent'], null),
  'image-proxy': fc.option(fc.record({ seconds: fc.option(seconds), links: fc.constant(null) })),
  'fast-click': fc.option(fc.record({ seconds, links: fc.constant(null) })),
  'all-links': fc.option(fc.record({ seconds, links: fc.constantFrom(2, 3) })),
  'click-before-open': fc.constantFrom(usualMachineRules['click-before-open'], null),
});

const messageOf = ({ message_id, recipient }: Row): string | null => message_id ?? recipient;

/** Each rule once more, in loops: whether it catches an event of a dump. */
function naiveRules(dump: readonly Row[], chosen: MachineRules) {
  const linksOf = (events: readonly Row[]): number =>
    new Set(events.flatMap(({ url }) => (url === null ? [] : [url]))).size;
  const allClicks = dump.filter(({ event_type }) => event_type === 'click');
  const ofMessage = (event: Row, type: string): readonly Row[] =>
    messageOf(event) === null
      ? []
      : dump.filter((other) => other.event_type === type && messageOf(other) === messageOf(event));
  const first = (events: readonly Row[]): number => Math.min(...events.map(({ second }) => second));
  const soon = (event: Row, limit: number | null): boolean => {
    const deliveries = ofMessage(event, 'delivered');
    return limit === null || (deliveries.length > 0 && event.second - first(deliveries) < limit);
  };
  const kind = ({ user_agent }: Row): string | undefined =>
    user_agent === null ? undefined : agents[user_agent];

  const inBurst = (event: Row, limit: number, least: number): boolean => {
    const clicks = ofMessage(event, 'click');
    const burst = clicks.filter(({ second }) => second < first(clicks) + limit);
    const links = linksOf(burst);
    return burst.includes(event) && (links >= least || (links >= 2 && links === linksOf(allClicks)));
  };
  const beforeOpen = (event: Row): boolean => {
    const opens = ofMessage(event, 'open');
    const openedWith = new Set(
      opens.filter(({ second }) => second === first(opens)).map(({ user_agent }) => user_agent),
    );
    const [agent] = openedWith;
    if (openedWith.size !== 1 || agent === null || event.user_agent === null) return false;
    return event.second < first(opens) && event.user_agent !== agent;
  };
  const catches: { readonly [id in keyof MachineRules]: (event: Row) => boolean } = {
    'known-agent': (event) => kind(event) === 'machine',
    'image-proxy': (event) =>
      event.event_type === 'open' &&
      kind(event) === 'image-proxy' &&
      soon(event, chosen['image-proxy']?.seconds ?? null),
    'fast-click': (event) => event.event_type === 'click' && soon(event, chosen['fast-click']?.seconds ?? 0),
    'all-links': (event) =>
      inBurst(event, chosen['all-links']?.seconds ?? 0, chosen['all-links']?.links ?? 0),
    'click-before-open': (event) => event.event_type === 'click' && beforeOpen(event),
  };
  return (['known-agent', 'image-proxy', 'fast-click', 'all-links', 'click-before-open'] as const)
    .filter((id) => chosen[id] !== null)
    .map((id) => ({ id, catches: catches[id] }));
}

/** How many people there are among events; one that names nobody is another person's. */
function peopleOf(events: readonly Row[]): number {
  const names = events.flatMap((event) => event.recipient ?? messageOf(event) ?? []);
  return new Set(names).size + events.filter((event) => messageOf(event) === null).length;
}

it('finds in any dump what loops find', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(rows, rules, async (dump, chosen) => {
      const report = await reportOf(
        dump.map(({ second, ...row }) => ({
          ...row,
          timestamp: new Date(noon + second * 1000).toISOString(),
        })),
        { machineRules: chosen },
      );
      const naive = naiveRules(dump, chosen);
      const suspects = (event: Row): boolean => naive.some(({ catches }) => catches(event));
      const { rows, rules } = report.sections['machine-activity'];
      for (const { activity, ...figures } of rows) {
        const all = dump.filter(({ event_type }) => `${event_type}s` === activity);
        const human = all.filter((event) => !event.is_machine && !suspects(event));
        expect(figures).toMatchObject({
          all: all.length,
          declared: all.filter(({ is_machine }) => is_machine).length,
          suspected: all.filter((event) => !event.is_machine && suspects(event)).length,
          human: human.length,
          people: peopleOf(all),
          humanPeople: peopleOf(human),
          machineOnlyPeople: peopleOf(all) - peopleOf(human),
        });
        expect(figures.declared + figures.suspected + figures.human).toBe(figures.all);
      }
      const count = (type: string, machine: boolean, catches: (event: Row) => boolean): number =>
        dump.filter((row) => row.event_type === type && row.is_machine === machine && catches(row)).length;
      expect(rules).toEqual(
        naive.map(({ id, catches }) => ({
          ...{ rule: id, ...chosen[id] },
          opens: count('open', false, catches),
          clicks: count('click', false, catches),
          declared: count('open', true, catches) + count('click', true, catches),
        })),
      );
      const [opens, clicks] = rows;
      expect([opens?.all, clicks?.all]).toEqual([
        report.totals.opens + report.totals.machineOpens,
        report.totals.clicks + report.totals.machineClicks,
      ]);
    }),
    { numRuns: 120, seed: 20_261_125 },
  );
});

it('estimates by the share of the others who opened', () => {
  // Of 900 others 300 opened: so did a third of the 100 whom only machines are known of.
  expect(estimatedPeople(300, 100, 1000)).toBeCloseTo(333.333, 3);
  expect(estimatedPeople(300, 0, 1000)).toBe(300);
  expect(estimatedPeople(0, 100, 1000)).toBe(0);
});

it('estimates nothing where there are no others, and nobody twice', () => {
  expect(estimatedPeople(0, 100, 100)).toBeNull();
  expect(estimatedPeople(5, 100, 99)).toBeNull();
  expect(estimatedPeople(0, 0, 0)).toBeNull();
  // A window has the opens of ten, and the delivery of one of the others.
  expect(estimatedPeople(10, 4, 5)).toBe(14);
});
