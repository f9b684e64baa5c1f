import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missedDue } from '../../src/nightly/due.ts';
import { Timetable } from '../../src/nightly/timetable.ts';
import { scheduled } from './watched-schedule.ts';

const at = (time: string): number => Date.parse(`2026-11-${time}Z`);
const nightly = scheduled('nightly', '0 6 * * *');
const weekly = scheduled('weekly', '0 6 * * 0');

describe('a timetable', () => {
  it('has no turn for a report that is new, until it is due', () => {
    const timetable = new Timetable([nightly], new Map(), at('22T06:00'));
    expect(timetable.turns(at('23T05:59'))).toEqual([]);
    expect(timetable.turns(at('23T06:00'))).toEqual([
      { name: 'nightly', due: at('23T06:00'), since: at('23T06:00') },
    ]);
  });

  it('has one turn for all that a report missed, the latest', () => {
    const timetable = new Timetable([nightly], new Map([['nightly', at('18T06:00')]]), at('22T12:00'));
    expect(timetable.turns(at('22T12:00'))).toEqual([
      { name: 'nightly', due: at('22T06:00'), since: at('19T06:00') },
    ]);
    timetable.serve('nightly', at('22T06:00'));
    expect(timetable.turns(at('22T12:00'))).toEqual([]);
    expect(timetable.served).toEqual(new Map([['nightly', at('22T06:00')]]));
  });

  it('gives reports that are due at once their own order, and others that in which they became due', () => {
    const served = new Map([
      ['nightly', at('21T06:00')],
      ['weekly', at('15T06:00')],
    ]);
    const names = (now: number) =>
      new Timetable([weekly, nightly], served, now).turns(now).map(({ name }) => name);
    expect(names(at('22T06:00'))).toEqual(['weekly', 'nightly']);
    served.set('nightly', at('20T06:00'));
    expect(names(at('22T06:00'))).toEqual(['nightly', 'weekly']);
  });

  it('says when each report is due next, whether it had its turn or not', () => {
    const timetable = new Timetable([nightly, scheduled('never', '0 6 30 2 *')], new Map(), at('20T12:00'));
    expect(timetable.nextAfter(at('22T05:00'))).toEqual(
      new Map([
        ['nightly', at('22T06:00')],
        ['never', null],
      ]),
    );
  });

  it('lets a report that a wrong clock has served be due again', () => {
    const served = new Map([
      ['nightly', Date.parse('2036-11-22T06:00Z')],
      ['weekly', at('22T06:00')],
    ]);
    const timetable = new Timetable([nightly, weekly], served, at('22T05:00'));
    expect(timetable.forgetFuture(at('22T05:00'))).toEqual(['nightly']);
    expect(timetable.turns(at('22T06:00')).map(({ name }) => name)).toEqual(['nightly']);
  });

  it('serves each instant that is looked at once, however the clock goes', () => {
    const hourly = scheduled('hourly', '0 * * * *');
    const looks = fc.array(fc.integer({ min: at('22T00:00'), max: at('22T23:59') }), { minLength: 1 });
    fc.assert(
      fc.property(looks, (times) => {
        const start = at('22T00:00');
        const timetable = new Timetable([hourly], new Map(), start);
        const served: number[] = [];
        for (const now of times) {
          for (const { name, due } of timetable.turns(now)) {
            served.push(due);
            timetable.serve(name, due);
          }
        }
        expect(new Set(served).size).toBe(served.length);
        expect(served.at(-1) ?? null).toBe(missedDue(hourly.schedule, start, Math.max(...times)));
      }),
    );
  });
});
