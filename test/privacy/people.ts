/** People whom the dumps of these tests are about, none of whose names is a word of anything else. */
export interface Person {
  readonly address: string;
  readonly profile: string;
}

export const people: readonly Person[] = [
  { address: 'ada.lovequist@quisling.example', profile: 'profile-77a01' },
  { address: 'Zebedee.Quux@Vandergrift.Example', profile: 'PROFILE-77b02' },
  { address: 'ottoline+news@wexcombe.example', profile: 'k7x9z2m4q8' },
  { address: 'jürgenquist@müllerhaus.example', profile: '83726154901' },
  { address: 'o’bannonquist@kilquade.example', profile: '0f8fad5b-d9cb-469f-a165-70867728950e' },
];

const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');

/** The local part and the domain of an address. */
export function partsOf(address: string): readonly [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1)];
}

/** All that a person must not be found by: address, local part and profile in any of the forms that senders write. */
export function formsOf({ address, profile }: Person): readonly string[] {
  const [local, domain] = partsOf(address);
  return [
    ...[address, address.toLowerCase(), `${local}=${domain}`, encodeURIComponent(address), base64(address)],
    ...[local, encodeURIComponent(local), local.split('+', 1)[0] ?? local],
    profile,
  ];
}

/** The texts that a receiver may answer with, each with the person in another form. */
export function repliesTo({ address, profile }: Person): readonly string[] {
  const [local, domain] = partsOf(address);
  return [
    `550 5.1.1 <${address}>: Recipient address rejected: User unknown`,
    `550 5.1.1 <${address.toUpperCase()}> unknown`,
    `550-5.1.1 user ${local} unknown; 550 5.1.1 ${local.toUpperCase()}`,
    `550 5.1.1 <${local}> no such mailbox`,
    `554 return path bounces+4711-${local}=${domain}@bounces.sender.example refused`,
    `554 VERP b-4711-${local.toLowerCase()}=${domain.toLowerCase()} refused`,
    `451 rfc822;${local}=40${domain} is deferred`,
    `451 ${local}&#64;${domain} and ${local} (at) ${domain} deferred`,
    `550 see https://postmaster.example/lookup?rcpt=${encodeURIComponent(address)}&user=${encodeURIComponent(local)}`,
    `550 "Quux, Q." <${address}>, ${address.replace('@', '＠')} is suppressed`,
    `no consent of ${profile}, ${profile.toLowerCase()} and ${profile.toUpperCase()}`,
  ];
}

/** Where a click may lead, each with the person in another form. */
export function linksOf({ address, profile }: Person): readonly string[] {
  const [local, domain] = partsOf(address);
  return [
    `https://shop.example/u/${encodeURIComponent(address)}/cart`,
    `https://shop.example/u/${address}`,
    `https://shop.example/u/${encodeURIComponent(local)}/of`,
    `https://shop.example/u/${encodeURIComponent(encodeURIComponent(address))}`,
    `https://shop.example/v/${local}=${domain}`,
    `https://shop.example/b/${base64(address)}/x`,
    `https://shop.example/p/${profile}`,
    `https://shop.example/p/${profile.toUpperCase()}/y`,
    `https://shop.example/sale?email=${encodeURIComponent(address)}&p=${profile}&e=${base64(address)}&u=${encodeURIComponent(local)}#${address}`,
    `mailto:${address}?subject=unsubscribe`,
  ];
}
