import * as z from 'zod';
import { locales } from '../locales/locale.ts';
import { isTimeZone } from '../time-zone.ts';
import { calendarPeriods, type Mailbox, type ReportedTime, type Secret } from './config.ts';
import { cronFault } from './cron.ts';
import { isAddress, parseMailbox } from './mailbox.ts';
import { secretVariable, secretWords } from './secret-places.ts';
import { parseStretch } from './stretch.ts';

/** A text on one line. */
export const text = z
  .string()
  .trim()
  .min(1, 'is empty')
  .refine((value) => !/\p{Cc}/u.test(value), 'must be on one line, without control characters');

/** A map of these keys and no others: one that is not known is told of with those that are. */
export function keys<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `no such key; there are ${Object.keys(shape).join(', ')}` : undefined,
  });
}

/** A list, which may be written without its brackets where it has one entry. */
export function list<Entry extends z.ZodType>(entry: Entry) {
  return z.union([entry.transform((one) => [one]), z.array(entry)]);
}

/** A list of some of these words, each once. */
export function some<const Words extends readonly string[]>(words: Words) {
  return list(z.enum(words)).transform((chosen) => [...new Set(chosen)]);
}

/** A whole number; it is a text where it comes out of a variable. */
export function whole(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  const number = z.int(message).min(least, message).max(most, message);
  const digits = z.string().refine((value) => /^\d+$/.test(value), { message, abort: true });
  return z.union([number, digits.transform(Number).pipe(number)], message);
}

/** A text that stands for a value; `refuse` takes the end of a sentence about one that stands for none. */
export function meaning<Value>(read: (value: string, refuse: (message: string) => never) => Value) {
  return text.transform((value, context) =>
    read(value, (message) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }),
  );
}

/** A stretch of time such as `90s`, in milliseconds. */
export const stretch = meaning((value, refuse) => {
  const read = parseStretch(value);
  return typeof read === 'number' ? read : refuse(`${read.message}: ${read.hint}`);
});

/** What of a delivery's time is reported on. */
export const reportedTime = meaning((value, refuse): ReportedTime => {
  if (value === 'all') return { kind: 'all' };
  const period = calendarPeriods.find((name) => name === value);
  if (period !== undefined) return { kind: 'period', period };
  const read = parseStretch(value);
  if (typeof read === 'number') return { kind: 'last', milliseconds: read };
  return refuse(`must be all, ${calendarPeriods.join(', ')} or a stretch of time such as 24h or 7d`);
});

const noShare = 'must be a percentage such as 5%, or a fraction from 0 to 1';

/** A share, as a fraction or a percentage; the fraction. */
export const share = z.union(
  [
    z.number().min(0, noShare).max(1, noShare),
    meaning((value, refuse) => {
      const [, number] = /^(\d+(?:\.\d+)?) ?%$/.exec(value) ?? [];
      // By its exponent, since 0.7 / 100 is not 0.007.
      const read = Number(`${number}e-2`);
      return read <= 1 ? read : refuse(noShare);
    }),
  ],
  noShare,
);

export const locale = z.enum(locales);

export const timezone = text.refine(isTimeZone, 'is no time zone: use an IANA name such as Europe/Paris');

/** A cron expression of five fields. */
export const cron = meaning((value, refuse) => {
  const fault = cronFault(value);
  return fault === undefined ? value : refuse(fault);
});

/** Where a secret is to be had, never the secret itself. */
export const secret = z.union([
  z
    .string()
    .regex(secretVariable, secretWords)
    .transform((value): Secret => ({ env: value.slice('${'.length, -'}'.length) })),
  keys({ file: text.describe('A file that holds the secret.') }).transform((value): Secret => value),
]);

/** `Name <address>`, or the address alone. */
export const mailbox = meaning((value, refuse): Mailbox => {
  return parseMailbox(value) ?? refuse('must be one address, alone or as in Anna <anna@example.com>');
});

export const address = text.refine(isAddress, 'must be one address, alone');
