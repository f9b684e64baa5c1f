import { evenChooser } from './chooser.ts';
import { chooseDomain, type MailDomain, seedListDomain } from './mail-domains.ts';
import { type Random, scramble } from './random.ts';
import type { Recipient } from './sample-event.ts';

const chooseFirstName = evenChooser(
  `ada alice amelie anna antoine ben camille carlos chloe clara david elena emil emma fatima felix francois hannah
  hugo ines jana jonas julie karim lars laura lea leon lucas lucie maria marie max mia mohamed nadia nina noah olivia
  oscar paul pierre sara sophie theo thomas tim yasmin zoe`.split(/\s+/),
);
const chooseLastName = evenChooser(
  `andersen bauer becker bernard blanc bonnet carter chevalier cohen costa diallo dubois dupont durand evans fischer
  fontaine garcia girard haddad hansen hoffmann jansen keller klein lambert laurent lefevre martin mercier meyer
  moreau muller nguyen novak petit richard rossi roux schmidt schneider silva simon smith vogel wagner weber wolf`.split(
    /\s+/,
  ),
);

/** Draws the recipient with this number; no two numbers of one seed share an address or a unique word. */
export function drawRecipient(random: Random, seed: number, number: number, isTest: boolean): Recipient {
  const domain = isTest ? seedListDomain : chooseDomain(random);
  return {
    uniqueWord: scramble(number ^ scramble(seed)),
    otherWord: random.word(),
    address: addressAt(domain, number, random),
    domain,
    variant: random.chance(0.5) ? 'A' : 'B',
    isTest,
  };
}

function addressAt(domain: MailDomain, number: number, random: Random): string {
  return `${chooseFirstName(random)}.${chooseLastName(random)}.${number.toString(36)}@${domain.name}`;
}
