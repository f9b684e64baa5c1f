import type { Terminal } from '../terminal.ts';
import type { LogKind } from './journal.ts';
import type { ScheduleEvent } from './schedule.ts';

const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

const inWords: {
  readonly [Kind in ScheduleEvent['kind']]: (event: ScheduleEvent & { kind: Kind }) => string;
} = {
  started: ({ next }) =>
    ['started', ...[...next].map(([name, due]) => `${name} is due ${iso(due) ?? 'never'}`)].join('; '),
  'state-damaged': ({ path }) => `${path} cannot be understood: nothing counts as missed`,
  'state-not-written': ({ path, error }) =>
    `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
  'caught-up': ({ name, due }) => `${name} was missed at ${iso(due)} and is made now`,
  overlapped: ({ name, due }) => `${name} became due at ${iso(due)} while it ran and is made once more`,
  postponed: ({ name, until }) =>
    `mails of ${name} could not be handed over; it is run again for them at ${iso(until)}`,
  'clock-set-back': ({ name }) => `the clock was set back by more than a day; ${name} is due from now on`,
  stopping: ({ running }) => (running === null ? 'stopping' : `stopping when ${running} is done`),
  stopped: () => 'stopped',
};

function wordsOf<Kind extends ScheduleEvent['kind']>(event: ScheduleEvent & { kind: Kind }): string {
  return inWords[event.kind](event);
}

function forMachines(event: ScheduleEvent): object {
  switch (event.kind) {
    case 'started':
      return { next: Object.fromEntries([...event.next].map(([name, due]) => [name, iso(due)])) };
    case 'caught-up':
    case 'overlapped':
      return { report: event.name, due: iso(event.due) };
    case 'postponed':
      return { report: event.name, until: iso(event.until) };
    case 'clock-set-back':
      return { report: event.name };
    case 'stopping':
      return { running: event.running };
    case 'state-damaged':
    case 'state-not-written':
      return { words: wordsOf(event) };
    case 'stopped':
      return {};
  }
}

/** Where a schedule says what it does: lines on stderr for people, JSON lines among those of its runs for machines. */
export function scheduleJournal(log: LogKind, terminal: Terminal): (event: ScheduleEvent) => void {
  return (event) => {
    if (log === 'text') return terminal.warn(`schedule: ${wordsOf(event)}`);
    const time = new Date().toISOString();
    terminal.result(JSON.stringify({ time, event: `schedule-${event.kind}`, ...forMachines(event) }));
  };
}
