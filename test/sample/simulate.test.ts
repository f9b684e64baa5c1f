import { beforeAll, describe, expect, test } from 'vitest';
import { eventTypes } from '../../src/dump/formats/format.ts';
import { Random } from '../../src/sample/random.ts';
import type { SampleEvent } from '../../src/sample/sample-event.ts';
import { proofs, simulateRecipient } from '../../src/sample/simulate.ts';
import type { Story } from '../../src/sample/story.ts';

const recipients = 20_000;
const start = Date.UTC(2026, 10, 22, 8);
const random = new Random();

describe('a simulated delivery', () => {
  let stories: Story[];
  let events: SampleEvent[];

  beforeAll(() => {
    const simulation = { recipients, seed: 7, start };
    stories = Array.from({ length: recipients }, (_, number) =>
      simulateRecipient(number, simulation, random),
    );
    events = stories.flatMap((story) => story.events);
  });

  const storiesWith = (found: (event: SampleEvent) => boolean) =>
    stories.filter((story) => story.events.some(found)).length;
  const shareWith = (found: (event: SampleEvent) => boolean) => storiesWith(found) / recipients;

  test('has events of every type', () => {
    expect(new Set(events.map((event) => event.type))).toEqual(
      new Set(eventTypes.filter((type) => type !== 'targeted')),
    );
  });

  test('has about 2.7 events per recipient', () => {
    expect(events.length / recipients).toBeGreaterThan(2.6);
    expect(events.length / recipients).toBeLessThan(2.9);
  });

  test.each([
    ['are excluded', (event: SampleEvent) => event.type === 'excluded', 0.009, 0.015],
    ['fail before sending', (event: SampleEvent) => event.type === 'error', 0.0025, 0.0055],
    ['bounce', (event: SampleEvent) => event.type === 'bounce', 0.02, 0.03],
    ['are put off', (event: SampleEvent) => event.type === 'delay', 0.025, 0.045],
    ['open', (event: SampleEvent) => event.type === 'open' && !event.isMachine, 0.22, 0.27],
    ['are opened by a machine', (event: SampleEvent) => event.type === 'open' && event.isMachine, 0.2, 0.35],
    ['click', (event: SampleEvent) => event.type === 'click' && !event.isMachine, 0.025, 0.035],
    ['unsubscribe', (event: SampleEvent) => event.type === 'unsubscribe', 0.001, 0.004],
    ['complain', (event: SampleEvent) => event.type === 'complaint', 0.0001, 0.0015],
  ])('has a believable share of recipients that %s', (_, found, least, most) => {
    expect(shareWith(found)).toBeGreaterThan(least);
    expect(shareWith(found)).toBeLessThan(most);
  });

  test.each([
    ['hard', 0.37, 0.53],
    ['soft', 0.32, 0.48],
    ['ignored', 0.09, 0.21],
  ])('has a believable share of %s bounces', (category, least, most) => {
    const bounces = events.filter((event) => event.type === 'bounce');
    const share = bounces.filter((event) => event.failure?.category === category).length / bounces.length;
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });

  test('has programs that no sender knows for machines: they click every link within seconds', () => {
    const isQuick = ({ events: own }: Story): boolean => {
      const clicks = own.filter((event) => event.type === 'click' && !event.isMachine);
      const delivered = own.find((event) => event.type === 'delivered')?.at ?? 0;
      const hasAll = new Set(clicks.map((event) => event.link)).size === 8;
      return hasAll && clicks.every((event) => event.at < delivered + 30_000);
    };
    const share = stories.filter(isQuick).length / recipients;
    expect(share).toBeGreaterThan(0.0003);
    expect(share).toBeLessThan(0.003);
  });

  test('is opened by mail programs, browsers and the proxies of mailbox providers', () => {
    const opens = events.filter((event) => event.type === 'open' && !event.isMachine);
    const shareOf = (pattern: RegExp): number =>
      opens.filter((event) => pattern.test(event.userAgent ?? '')).length / opens.length;
    expect(shareOf(/GoogleImageProxy/)).toBeGreaterThan(0.2);
    expect(shareOf(/YahooMailProxy/)).toBeGreaterThan(0.03);
    expect(shareOf(/iPhone/)).toBeGreaterThan(0.1);
    expect(shareOf(/Outlook|MSOffice/)).toBeGreaterThan(0.05);
    expect(shareOf(/Thunderbird/)).toBeGreaterThan(0.02);
    expect(shareOf(/^Mozilla\/5\.0$/)).toBeLessThan(0.05);
  });

  test('leaves a few messages without any outcome', () => {
    const pending = stories.filter(({ events: own }) => {
      const types = new Set(own.map((event) => event.type));
      return types.has('sent') && !types.has('delivered') && !types.has('bounce');
    });
    expect(pending.length).toBeGreaterThan(20);
    expect(pending.length).toBeLessThan(200);
  });

  test('reports about two events of a thousand twice, word for word', () => {
    const repeated = stories.reduce((sum, { events: own }) => sum + own.length - new Set(own).size, 0);
    expect(repeated / events.length).toBeGreaterThan(0.001);
    expect(repeated / events.length).toBeLessThan(0.003);
  });

  test('sends more slowly at first', () => {
    const sentAt = events.filter((event) => event.type === 'sent').map((event) => event.at);
    const middle = (start + Math.max(...sentAt)) / 2;
    expect(sentAt.filter((at) => at < middle).length).toBeLessThan(sentAt.length * 0.45);
  });

  test('is opened less by night and less every day', () => {
    const opens = events.filter((event) => event.type === 'open' && !event.isMachine);
    const during = (from: string, to: string) =>
      opens.filter((event) => event.at >= Date.parse(from) && event.at < Date.parse(to)).length;
    const night = during('2026-11-22T23:00Z', '2026-11-23T04:00Z');
    const nextMorning = during('2026-11-23T06:00Z', '2026-11-23T11:00Z');
    const dayAfter = during('2026-11-24T06:00Z', '2026-11-24T11:00Z');
    expect(night).toBeLessThan(nextMorning / 2);
    expect(dayAfter).toBeLessThan(nextMorning);
    expect(dayAfter).toBeGreaterThan(0);
  });

  test('never lets anything happen before the message was sent', () => {
    const early = stories.filter(({ events: own }) => own.some((event) => event.at < (own[0]?.at ?? 0)));
    expect(early).toEqual([]);
  });

  test('gives no two recipients the same address or message', () => {
    expect(new Set(stories.map((story) => story.recipient.address)).size).toBe(recipients);
    expect(new Set(stories.map((story) => story.recipient.uniqueWord)).size).toBe(recipients);
  });
});

test('a recipient depends on nothing but the seed and its number', () => {
  const simulation = { recipients, seed: 7, start };
  const alone = simulateRecipient(123, simulation, new Random());
  for (let number = 100; number < 123; number++) simulateRecipient(number, simulation, random);
  expect(simulateRecipient(123, simulation, random)).toEqual(alone);
});

test('the numbers after the last recipient are proofs', () => {
  const simulation = { recipients: 1, seed: 7, start };
  const numbers = Array.from({ length: proofs + 1 }, (_, number) => number);
  const flags = numbers.map((number) => simulateRecipient(number, simulation, random).recipient.isTest);
  expect(flags).toEqual([false, true, true, true, true]);
});
