import type { Key } from '../files/fault.ts';
import type { Recipient } from './config.ts';
import { ConfigFault } from './config-fault.ts';
import type { GroupInFile, PersonInFile, RecipientInFile } from './recipients-file.ts';

type Groups = Readonly<Record<string, GroupInFile>>;

/** The first of each address, whatever its case. */
export function eachOnce<Mailbox extends { readonly address: string }>(
  mailboxes: readonly Mailbox[],
): readonly Mailbox[] {
  const first = new Map<string, Mailbox>();
  for (const mailbox of mailboxes) {
    const address = mailbox.address.toLowerCase();
    if (!first.has(address)) first.set(address, mailbox);
  }
  return [...first.values()];
}

function membersOf(name: string, groups: Groups, keys: readonly Key[]): readonly Recipient[] {
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (group === undefined) {
    const names = Object.keys(groups);
    const known = names.length === 0 ? 'there are no groups' : `the groups are ${names.join(', ')}`;
    throw new ConfigFault(keys, `is neither a group nor an address; ${known}`);
  }
  return group.members.map((member) => recipientOf(member, group.locale ?? null));
}

function recipientOf(person: PersonInFile, ofGroup: Recipient['locale']): Recipient {
  const locale = 'locale' in person ? person.locale : undefined;
  return { address: person.address, name: person.name ?? null, locale: locale ?? ofGroup };
}

/**
 * Who gets a report: the people named, and the members of groups in their language, each address once.
 * @throws ConfigFault for a group that does not exist, or where nobody is left.
 */
export function recipientsOf(
  to: readonly RecipientInFile[],
  groups: Groups,
  keys: readonly Key[],
): readonly Recipient[] {
  const recipients = to.flatMap((entry, index) => {
    return 'group' in entry ? membersOf(entry.group, groups, [...keys, index]) : [recipientOf(entry, null)];
  });
  if (recipients.length === 0) throw new ConfigFault(keys, 'names nobody');
  return eachOnce(recipients);
}
