import type { Turn } from './timetable.ts';

interface Rest {
  readonly due: number;
  readonly since: number;
  readonly length: number;
}

const firstRest = 5 * 60_000;

/**
 * Which turns wait before they are tried again: the mail server would not take all of their mails. Each wait is three
 * times as long as the one before; a report that is due anew does not wait. Instants and lengths in milliseconds.
 */
export class Rests {
  readonly #rests = new Map<string, Rest>();

  /** Has a turn wait from now on; returns until when. */
  begin({ name, due }: Turn, now: number): number {
    const last = this.#rests.get(name);
    const length = last?.due === due ? 3 * last.length : firstRest;
    this.#rests.set(name, { due, since: now, length });
    return now + length;
  }

  end(name: string): void {
    this.#rests.delete(name);
  }

  /** Whether a turn has waited, or does: it was on time. */
  has({ name, due }: Turn): boolean {
    return this.#rests.get(name)?.due === due;
  }

  /** A clock that was put back behind the start of a rest ends it, too. */
  isOver({ name, due }: Turn, now: number): boolean {
    const rest = this.#rests.get(name);
    return rest === undefined || rest.due !== due || now < rest.since || now >= rest.since + rest.length;
  }
}
