import { type Chooser, chooser } from './chooser.ts';
import { type Failure, type FailureCategory, failureOf } from './failure.ts';
import type { MailProvider } from './mail-domains.ts';
import type { Random } from './random.ts';

type Weights = [Failure, number][];

const anywhere: Weights = [
  [failureOf('dnsFailure', '451 4.4.3', 'Temporary failure in name resolution'), 6],
  [failureOf('softBounce', '421 4.4.2', 'Connection timed out'), 8],
  [failureOf('autoReply', undefined, 'Out of office: automatic reply'), 34],
  [failureOf('timeout', '4.4.7', 'Delivery time expired'), 8],
  [failureOf('undetermined', undefined, 'Returned message could not be understood'), 5],
];

const frenchAutoReply = failureOf('autoReply', undefined, 'Réponse automatique : absence du bureau');
const germanAutoReply = failureOf('autoReply', undefined, 'Automatische Antwort: nicht im Büro');

/** What each provider's servers answer, in its own words, with how often. */
const answers: Record<MailProvider, Weights> = {
  google: [
    [
      failureOf('invalidRecipient', '550 5.1.1', 'The email account that you tried to reach does not exist'),
      70,
    ],
    [failureOf('recipientRefused', '550 5.2.1', 'The email account that you tried to reach is inactive'), 30],
    [failureOf('mailboxFull', '452 4.2.2', "The recipient's inbox is out of storage space"), 70],
    [failureOf('spamBlock', '550 5.7.1', 'This message is likely unsolicited mail'), 30],
  ],
  microsoft: [
    [failureOf('invalidRecipient', '550 5.5.0', 'Requested action not taken: mailbox unavailable'), 80],
    [failureOf('recipientRefused', '550 5.2.1', 'Mailbox is inactive'), 20],
    [failureOf('mailboxFull', '554 5.2.2', 'Mailbox full: storage quota exceeded'), 80],
    [failureOf('mailBlock', '550 5.7.1', 'Part of your network is on our block list (S3140)'), 60],
  ],
  yahoo: [
    [
      failureOf('invalidRecipient', '554', "delivery error: dd This user doesn't have a yahoo.com account"),
      90,
    ],
    [
      failureOf(
        'recipientRefused',
        '554',
        'delivery error: dd This account has been disabled or discontinued',
      ),
      25,
    ],
    [failureOf('mailboxFull', '552 5.2.2', 'Mailbox over quota'), 70],
    [failureOf('spamContent', '554 5.7.9', 'Message not accepted for policy reasons'), 25],
  ],
  orange: [
    [
      failureOf(
        'invalidRecipient',
        '550 5.1.1',
        'Adresse du destinataire invalide. Invalid recipient. OFR_416',
      ),
      85,
    ],
    [
      failureOf('mailboxFull', '552 5.2.2', 'Boîte du destinataire pleine. Recipient over quota. OFR_417'),
      95,
    ],
    [failureOf('mailBlock', '550 5.7.1', 'Mail rejeté. Mail rejected. OFR_506'), 30],
    [frenchAutoReply, 20],
  ],
  free: [
    [failureOf('recipientRefused', '550 5.2.1', 'This mailbox has been blocked due to inactivity'), 60],
    [failureOf('invalidRecipient', '550 5.1.1', 'User unknown'), 55],
    [failureOf('mailboxFull', '452 4.2.2', 'Mailbox full'), 60],
    [frenchAutoReply, 20],
  ],
  laposte: [
    [failureOf('invalidRecipient', '550 5.1.1', 'Adresse du destinataire inexistante. LPN007_405'), 60],
    [
      failureOf(
        'recipientRefused',
        '550 5.5.0',
        'Boîte du destinataire archivée. Archived recipient. LPN007_510',
      ),
      70,
    ],
    [failureOf('mailboxFull', '552 5.2.2', 'Boîte du destinataire pleine. LPN007_420'), 70],
    [frenchAutoReply, 15],
  ],
  unitedInternet: [
    [failureOf('invalidRecipient', '550 5.1.1', 'Requested action not taken: mailbox unavailable'), 80],
    [failureOf('mailboxFull', '552 5.2.2', 'Requested mail action aborted: quota exceeded'), 60],
    [failureOf('spamContent', '554 5.7.0', 'Transaction failed: reject due to policy restrictions'), 25],
    [germanAutoReply, 25],
  ],
  apple: [
    [failureOf('invalidRecipient', '550 5.1.1', 'User does not exist'), 80],
    [failureOf('mailboxFull', '552 5.2.2', 'User is over quota'), 90],
    [failureOf('spamBlock', '554 5.7.1', '[CS01] Message rejected due to local policy'), 20],
  ],
  company: [
    [failureOf('invalidRecipient', '550 5.1.1', 'User unknown'), 45],
    [failureOf('invalidRecipient', '550 5.1.10', 'Recipient not found by SMTP address lookup'), 40],
    [failureOf('invalidRecipient', '512 5.1.2', 'Host unknown: domain name not found'), 25],
    [failureOf('mailboxFull', '552 5.2.2', 'Mailbox size limit exceeded'), 25],
    [failureOf('relayingDenied', '454 5.7.1', 'Relay access denied'), 12],
    [failureOf('challengeResponse', '550 5.7.1', 'Sender must confirm that a person wrote this message'), 6],
    [failureOf('tooLarge', '552 5.3.4', 'Message size exceeds fixed limit'), 12],
    [
      failureOf('spamBlock', '554 5.7.1', 'Service unavailable: client host blocked using zen.spamhaus.org'),
      25,
    ],
  ],
};

type ByCategory = Record<FailureCategory, Chooser<Failure>>;

function byCategory(weights: Weights): ByCategory {
  const all = [...weights, ...anywhere];
  const only = (category: FailureCategory) =>
    chooser(all.filter(([failure]) => failure.category === category));
  return { hard: only('hard'), soft: only('soft'), ignored: only('ignored') };
}

const choosers = new Map(
  Object.entries(answers).map(([provider, weights]) => [provider, byCategory(weights)]),
);

const chooseCategory = chooser<FailureCategory>([
  ['hard', 45],
  ['soft', 40],
  ['ignored', 15],
]);

/** Draws why a message to this provider bounced. */
export function chooseBounce(provider: MailProvider, random: Random): Failure {
  const choose = choosers.get(provider);
  if (choose === undefined) throw new RangeError(`no bounces are known for ${provider}`);
  return choose[chooseCategory(random)](random);
}
