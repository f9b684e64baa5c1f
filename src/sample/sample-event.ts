import type { EventType } from '../dump/formats/format.ts';
import type { Failure } from './failure.ts';
import type { MailDomain } from './mail-domains.ts';
import type { Link } from './message.ts';

/** The canonical types that a sample dump has: targeted ones are not written, the report derives them. */
export type SampleEventType = Exclude<EventType, 'targeted'>;

/** One canonical event of a recipient, before any format has written it. */
export interface SampleEvent {
  readonly type: SampleEventType;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Its number among the recipient's events, which with the recipient's own words makes its id unique. */
  readonly sequence: number;
  readonly salt: number;
  readonly failure: Failure | undefined;
  /** The failure came back after the receiver had accepted the message. */
  readonly isLate: boolean;
  readonly retries: number;
  readonly link: Link | undefined;
  readonly userAgent: string | undefined;
  readonly isMachine: boolean;
}

export interface Recipient {
  /** Two words of which the first is different for every recipient of a dump. */
  readonly uniqueWord: number;
  readonly otherWord: number;
  readonly address: string;
  readonly domain: MailDomain;
  readonly variant: 'A' | 'B';
  readonly isTest: boolean;
}
