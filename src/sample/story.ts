import type { Random } from './random.ts';
import type { Recipient, SampleEvent, SampleEventType } from './sample-event.ts';

type Details = Partial<Omit<SampleEvent, 'type' | 'at' | 'sequence' | 'salt'>>;

const noDetails: Details = {};

/** What happens to one recipient, event by event. */
export class Story {
  readonly recipient: Recipient;
  readonly events: SampleEvent[] = [];
  readonly #random: Random;

  constructor(recipient: Recipient, random: Random) {
    this.recipient = recipient;
    this.#random = random;
  }

  /** Adds an event; now and then its sender reports it a second time, word for word. */
  add(type: SampleEventType, at: number, details = noDetails): void {
    const event: SampleEvent = {
      type,
      at,
      sequence: this.events.length,
      salt: this.#random.word(),
      failure: details.failure,
      isLate: details.isLate ?? false,
      retries: details.retries ?? 0,
      link: details.link,
      userAgent: details.userAgent,
      isMachine: details.isMachine ?? false,
    };
    this.events.push(event);
    if (this.#random.chance(0.002)) this.events.push(event);
  }
}
