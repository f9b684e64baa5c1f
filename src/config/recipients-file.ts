import * as z from 'zod';
import { parseMailbox } from './mailbox.ts';
import * as value from './value-schemas.ts';

const { keys, locale, text } = value;

/** Somebody who gets reports, written out. */
const person = keys({
  address: value.address.describe('The address, and nothing else.'),
  name: text.optional().describe('The name that is shown beside it.'),
  locale: locale.optional().describe('The language of the reports that this person gets.'),
});

const member = z.union([value.mailbox, person]);

/** How people write a group: as a list of its members, or with a language of its own. */
export const groupSchema = z.union([
  z.array(member).transform((members) => ({ members, locale: undefined })),
  keys({
    locale: locale.optional().describe('The language of those members that have none of their own.'),
    members: z.array(member).describe('Who belongs to the group.'),
  }),
]);

/** How people write whom a report goes to: a name without an @ is that of a group. */
export const recipientSchema = z.union([
  value.meaning((written, refuse) => {
    if (!written.includes('@')) return { group: written };
    return (
      parseMailbox(written) ??
      refuse('must be a group, or one address, alone or as in Anna <anna@example.com>')
    );
  }),
  person,
]);

export type PersonInFile = z.output<typeof member>;
export type GroupInFile = z.output<typeof groupSchema>;
export type RecipientInFile = z.output<typeof recipientSchema>;
