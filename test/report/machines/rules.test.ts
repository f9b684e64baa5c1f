import { describe, expect, it } from 'vitest';
import { chooseMachineRules } from '../../../src/config/machine-rules.ts';
import { reportOf } from '../../support/report-of.ts';

const noon = Date.UTC(2026, 10, 22, 12);

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36';
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15';
const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const apple = 'Mozilla/5.0';

/** An event so many seconds after the message was delivered. */
const event = (event_type: string, seconds: number, more: object = {}): object => ({
  ...{ event_type, timestamp: new Date(noon + seconds * 1000).toISOString() },
  ...{ message_id: 'm1', recipient: 'anna@example.com', ...more },
});
const open = (seconds: number, user_agent?: string, more = {}): object =>
  event('open', seconds, { user_agent, ...more });
const click = (seconds: number, url = 'https://example.com/a', more = {}): object =>
  event('click', seconds, { url, user_agent: chrome, ...more });
const delivered = event('delivered', 0);

/** A click of another message, long after anything: the delivery has one more link. */
const otherLink = (letter: string): object =>
  click(5000, `https://example.com/${letter}`, { message_id: `other ${letter}`, recipient: letter });

/** How many opens and clicks each rule caught, without those that caught none. */
async function caught(rows: readonly object[], machines?: string): Promise<Record<string, number>> {
  const report = await reportOf(rows, { machineRules: chooseMachineRules(machines) });
  const { rules } = report.sections['machine-activity'];
  return Object.fromEntries(
    rules.flatMap(({ rule, opens, clicks }) => (opens + clicks === 0 ? [] : [[rule, opens + clicks]])),
  );
}

const nothing = {};

describe('known-agent', () => {
  it('catches a privacy proxy whenever it opens', async () => {
    expect(await caught([delivered, open(5000, apple)])).toEqual({ 'known-agent': 1 });
  });

  it('catches a scanner whatever it does', async () => {
    const scanned = [open(3000, 'Barracuda Sentinel (EE)'), click(4000, 'u', { user_agent: 'curl/8' })];
    expect(await caught([delivered, ...scanned])).toEqual({ 'known-agent': 2 });
  });

  it('leaves people alone, and who does not say', async () => {
    expect(await caught([delivered, open(3000, iPhone), open(3000), open(3000, '')])).toEqual(nothing);
  });

  it('is no sign where it is off', async () => {
    expect(await caught([delivered, open(5000, apple)], 'known-agent=off')).toEqual(nothing);
  });
});

describe('image-proxy', () => {
  it('catches Gmail within ten seconds of delivery and no later', async () => {
    expect(await caught([delivered, open(9.999, gmail)])).toEqual({ 'image-proxy': 1 });
    expect(await caught([delivered, open(10, gmail)])).toEqual(nothing);
  });

  it('catches it before delivery', async () => {
    expect(await caught([delivered, open(-1, gmail)])).toEqual({ 'image-proxy': 1 });
  });

  it('leaves a person alone who is as fast', async () => {
    expect(await caught([delivered, open(9, iPhone)])).toEqual(nothing);
  });

  it('does not know when that is where nothing tells of the delivery', async () => {
    expect(await caught([open(0, gmail)])).toEqual(nothing);
  });

  it('catches all of it where it may always', async () => {
    expect(await caught([open(5000, gmail)], 'image-proxy=always')).toEqual({ 'image-proxy': 1 });
  });

  it('takes another time', async () => {
    expect(await caught([delivered, open(59, gmail)], 'image-proxy=1m')).toEqual({ 'image-proxy': 1 });
    expect(await caught([delivered, open(60, gmail)], 'image-proxy=1m')).toEqual(nothing);
  });
});

describe('fast-click', () => {
  it('catches a click within ten seconds of delivery and no later', async () => {
    expect(await caught([delivered, click(9.999)])).toEqual({ 'fast-click': 1 });
    expect(await caught([delivered, click(10)])).toEqual(nothing);
  });

  it('catches a click before delivery', async () => {
    expect(await caught([delivered, click(-2)])).toEqual({ 'fast-click': 1 });
  });

  it('counts from the first delivery', async () => {
    expect(await caught([event('delivered', 20), delivered, click(12)])).toEqual(nothing);
  });

  it('takes another time', async () => {
    expect(await caught([delivered, click(2)], 'fast-click=2s')).toEqual(nothing);
    expect(await caught([delivered, click(1.999)], 'fast-click=2s')).toEqual({ 'fast-click': 1 });
  });

  it('says nothing of opens, nor where nothing tells of the delivery', async () => {
    expect(await caught([delivered, open(0, iPhone)])).toEqual(nothing);
    expect(await caught([click(0)])).toEqual(nothing);
  });
});

describe('all-links', () => {
  const a = 'https://example.com/a';
  const b = 'https://example.com/b';
  const c = 'https://example.com/c';

  it('catches three links within ten seconds of the first click and no slower', async () => {
    const others = [otherLink('d')];
    expect(await caught([...others, click(100, a), click(105, b), click(109.999, c)])).toEqual({
      'all-links': 3,
    });
    expect(await caught([...others, click(100, a), click(105, b), click(110, c)])).toEqual(nothing);
  });

  it('catches two links where the delivery has no others', async () => {
    expect(await caught([click(100, a), click(105, b)])).toEqual({ 'all-links': 2 });
    expect(await caught([click(100, a), click(105, b), otherLink('c')])).toEqual(nothing);
  });

  it('counts links, not clicks', async () => {
    const rows = [otherLink('d'), click(100, a), click(101, a), click(102, b), click(103, a)];
    expect(await caught(rows)).toEqual(nothing);
    expect(await caught([...rows, click(104, c)])).toEqual({ 'all-links': 5 });
  });

  it('does not take one link for all of them', async () => {
    expect(await caught([click(100, a), click(101, a)])).toEqual(nothing);
  });

  it('leaves the clicks after the burst alone', async () => {
    expect(await caught([click(100, a), click(101, b), click(102, c), click(110, a)])).toEqual({
      'all-links': 3,
    });
  });

  it('looks at each message by itself', async () => {
    const other = { message_id: 'm2', recipient: 'ben@example.com' };
    expect(await caught([click(100, a), click(101, b), click(102, c, other)])).toEqual(nothing);
  });

  it('takes another number and another time', async () => {
    const rows = [otherLink('d'), click(100, a), click(101, b), click(102, c)];
    expect(await caught(rows, 'all-links=4 in 10s')).toEqual(nothing);
    expect(await caught(rows, 'all-links=3 in 2s')).toEqual(nothing);
    expect(await caught(rows, 'all-links=2 in 2s')).toEqual({ 'all-links': 2 });
  });
});

describe('click-before-open', () => {
  it('catches a click before the first open, when that is of another agent', async () => {
    expect(await caught([click(100), open(101, iPhone), open(102, chrome)])).toEqual({
      'click-before-open': 1,
    });
  });

  it('leaves a click alone that comes with the first open, or after it', async () => {
    expect(await caught([click(101), open(101, iPhone)])).toEqual(nothing);
    expect(await caught([click(102), open(101, iPhone)])).toEqual(nothing);
  });

  it('leaves a click alone whose agent also opened first', async () => {
    expect(await caught([click(100), open(101, chrome), open(102, iPhone)])).toEqual(nothing);
  });

  it('says nothing where an agent is unknown', async () => {
    expect(await caught([click(100), open(101)])).toEqual(nothing);
    expect(await caught([click(100, 'u', { user_agent: null }), open(101, iPhone)])).toEqual(nothing);
  });

  it('says nothing where two agents opened first at the same moment', async () => {
    expect(await caught([click(100), open(101, iPhone), open(101, gmail)])).toEqual(nothing);
    expect(await caught([click(100), open(101, iPhone), open(101)])).toEqual(nothing);
  });

  it('says nothing of a message that nobody opened', async () => {
    expect(await caught([click(100)])).toEqual(nothing);
  });
});

describe('what is found', () => {
  it('parts all opens and clicks into flagged, suspected and human, and tells what a rule caught of the flagged', async () => {
    const report = await reportOf([
      delivered,
      open(5, gmail, { is_machine: true }),
      open(6, gmail),
      open(3000, iPhone),
      click(3001),
      click(1, 'https://example.com/a', { is_machine: true }),
    ]);
    const { rows, rules } = report.sections['machine-activity'];
    expect(rows).toEqual([
      {
        ...{ activity: 'opens', all: 3, declared: 1, suspected: 1, human: 1 },
        ...{ people: 1, humanPeople: 1, machineOnlyPeople: 0, estimatedPeople: 1 },
      },
      {
        ...{ activity: 'clicks', all: 2, declared: 1, suspected: 0, human: 1 },
        ...{ people: 1, humanPeople: 1, machineOnlyPeople: 0, estimatedPeople: null },
      },
    ]);
    expect(rules).toContainEqual({
      ...{ rule: 'image-proxy', seconds: 10, links: null, opens: 1, clicks: 0, declared: 1 },
    });
    expect(rules).toContainEqual({
      ...{ rule: 'fast-click', seconds: 10, links: null, opens: 0, clicks: 0, declared: 1 },
    });
  });

  it('counts an event once that several rules catch', async () => {
    const report = await reportOf([
      delivered,
      click(1, 'a', { user_agent: 'curl/8' }),
      click(2, 'b', { user_agent: 'curl/8' }),
      open(500, iPhone),
    ]);
    const { rows, rules } = report.sections['machine-activity'];
    expect(rows[1]).toMatchObject({ all: 2, suspected: 2, human: 0 });
    expect(rules.filter(({ clicks }) => clicks === 2).map(({ rule }) => rule)).toEqual([
      ...['known-agent', 'fast-click', 'all-links', 'click-before-open'],
    ]);
  });

  it('changes no other figure, and looks at no unsubscribe or complaint', async () => {
    const rows = [
      ...[delivered, open(1, apple), click(1)],
      event('unsubscribe', 1, { user_agent: 'curl/8' }),
      event('complaint', 2, { user_agent: 'curl/8' }),
    ];
    const some = await reportOf(rows);
    const none = await reportOf(rows, { machineRules: chooseMachineRules('none') });
    expect(some.totals).toEqual(none.totals);
    expect(some.totals).toMatchObject({ opens: 1, clicks: 1, unsubscribes: 1, complaints: 1 });
    expect(some.sections['machine-activity'].rows.map(({ suspected }) => suspected)).toEqual([1, 1]);
    expect(none.sections['machine-activity'].rows.map(({ suspected }) => suspected)).toEqual([0, 0]);
    expect(none.sections['machine-activity'].rules).toEqual([]);
  });

  it('takes everybody without a name for somebody else', async () => {
    const nobody = { message_id: undefined, recipient: undefined };
    const opens = [open(50, apple, nobody), open(60, iPhone, nobody), open(70, iPhone, nobody)];
    expect((await reportOf(opens)).sections['machine-activity'].rows[0]).toMatchObject({
      ...{ all: 3, suspected: 1, people: 3, humanPeople: 2, machineOnlyPeople: 1 },
    });
  });
});
