import { type CommandError, errorLine } from '../errors.ts';
import type { MailOutcome } from '../mail/send-mails.ts';
import type { Terminal } from '../terminal.ts';

/** Which report is spoken of, and which delivery in it; null while none is known. */
export interface Subject {
  readonly report: string;
  readonly edition: string;
  readonly delivery: string | null;
}

/** How many recipients of a report had been served before, so that no mail goes to them now. */
export interface ServedBefore {
  /** Had this edition from an earlier run. */
  readonly already: number;
  /** Were refused it for good in an earlier run. */
  readonly refusedBefore: number;
  /** Have these very figures from an earlier edition. */
  readonly unchanged: number;
  /** May have it: a connection was cut after the final dot of the mail. */
  readonly unknown: number;
}

/** How many mails of a report came to what; all of them together are its recipients. */
export interface MailCounts extends ServedBefore {
  readonly accepted: number;
  readonly refused: number;
  readonly deferred: number;
}

/** A mail as a dry run shows it. */
export interface RehearsedMail {
  readonly recipient: string;
  readonly subject: string;
  readonly attached: readonly string[];
  readonly bytes: number;
}

/** What a run has to say, as it happens. */
export type RunEvent = Subject &
  (
    | { readonly event: 'written'; readonly folder: string }
    | ({ readonly event: 'mail'; readonly mail: string; readonly recipient: string } & Pick<
        MailOutcome,
        'state' | 'words'
      >)
    | { readonly event: 'waiting'; readonly mails: number; readonly seconds: number; readonly words: string }
    | ({ readonly event: 'mailed'; readonly words: string } & MailCounts)
    | ({ readonly event: 'rehearsed'; readonly mails: readonly RehearsedMail[] } & ServedBefore)
    | { readonly event: 'nothing'; readonly why: string }
    | { readonly event: 'failed'; readonly error: CommandError }
    /** Whether those who own a report were told that it was not mailed, and what the server said. */
    | { readonly event: 'notice'; readonly told: number; readonly untold: number; readonly words: string }
  );

/** For whom a run speaks: people or machines. */
export const logKinds = ['text', 'json'] as const;
export type LogKind = (typeof logKinds)[number];

/** Where a run speaks. */
export interface Journal {
  readonly say: (event: RunEvent) => void;
}

const nameOf = ({ report, edition, delivery }: Subject): string =>
  [report, edition, ...(delivery === null ? [] : [delivery])].join(' ');

const countWords: Readonly<Record<keyof MailCounts, string>> = {
  accepted: 'mailed',
  refused: 'refused',
  deferred: 'not reached',
  unknown: 'may have it',
  already: 'had it before',
  refusedBefore: 'refused before',
  unchanged: 'have these figures',
};

/** "3 mailed, 1 refused": what is zero is left out. */
function inWords(counts: Partial<MailCounts>): string {
  const names = Object.keys(countWords) as (keyof MailCounts)[];
  const parts = names.flatMap((name) =>
    (counts[name] ?? 0) === 0 ? [] : [`${counts[name]} ${countWords[name]}`],
  );
  return parts.join(', ');
}

/** What a dry run says: each different mail once, with how many would get it. */
function rehearsalLines(mails: readonly RehearsedMail[]): readonly string[] {
  const kinds = new Map<string, number>();
  for (const { subject, attached, bytes } of mails) {
    const files = attached.length === 0 ? 'nothing attached' : `with ${attached.join(', ')}`;
    const line = `"${subject}", ${Math.ceil(bytes / 1024)} KB, ${files}`;
    kinds.set(line, (kinds.get(line) ?? 0) + 1);
  }
  return [...kinds].map(([line, count]) => `  ${count} × ${line}`);
}

/**
 * For people: a line per report on stdout, and on stderr what did not go well. Each mail, with its address, is a note
 * for --verbose.
 */
export function textJournal(terminal: Terminal): Journal {
  return {
    say: (event) => {
      const name = nameOf(event);
      switch (event.event) {
        case 'written':
          return terminal.note(`${name}: written to ${event.folder}`);
        case 'mail': {
          const line = `mail ${event.mail} ${event.state}: ${event.words}`;
          // What is deferred is told of together, when it is waited for and at the end.
          if (event.state === 'refused' || event.state === 'unknown') terminal.error(`${name}: ${line}`);
          return terminal.note(`${name}: ${event.recipient}: ${line}`);
        }
        case 'waiting':
          return terminal.warn(
            `${name}: ${event.mails} mails wait ${event.seconds} s to be tried again: ${event.words}`,
          );
        case 'mailed':
          if (event.deferred > 0) terminal.error(`${name}: not reached: ${event.words}`);
          return terminal.result(`${name}: ${inWords(event)}`);
        case 'rehearsed': {
          const before = inWords({
            already: event.already,
            unchanged: event.unchanged,
            unknown: event.unknown,
          });
          const wouldMail = `would mail ${event.mails.length}`;
          terminal.result(`${name}: ${before === '' ? wouldMail : `${wouldMail}, ${before}`}`);
          for (const line of rehearsalLines(event.mails)) terminal.result(line);
          for (const { recipient } of event.mails) terminal.note(`  to ${recipient}`);
          return;
        }
        case 'nothing':
          return terminal.result(`${name}: not mailed, ${event.why}`);
        case 'failed':
          return terminal.error(`${name}: not mailed: ${errorLine(event.error)}`);
        case 'notice':
          if (event.told > 0) terminal.warn(`${name}: its owner has been told by mail`);
          if (event.untold > 0) terminal.error(`${name}: its owner could not be told: ${event.words}`);
          return;
      }
    },
  };
}

/** For machines: a JSON object to a line on stdout, with its time. Addresses are left out unless they are asked for. */
export function jsonJournal(terminal: Terminal, addresses: boolean, now: () => number): Journal {
  return {
    say: (event) => {
      const time = new Date(now()).toISOString();
      terminal.result(JSON.stringify({ time, ...forMachines(event, addresses) }));
    },
  };
}

function forMachines(event: RunEvent, addresses: boolean): object {
  if (event.event === 'failed') {
    const { error, ...rest } = event;
    const { message, hint = null, exitStatus } = error;
    return { ...rest, message, hint, exitStatus };
  }
  if (addresses) return event;
  if (event.event === 'mail') {
    const { recipient: _, ...rest } = event;
    return rest;
  }
  if (event.event === 'rehearsed') {
    return { ...event, mails: event.mails.map(({ recipient: _, ...mail }) => mail) };
  }
  return event;
}
