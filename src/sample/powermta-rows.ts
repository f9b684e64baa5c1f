import { enhancedStatus, type Failure } from './failure.ts';
import { hour, isoText } from './instant.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent } from './sample-event.ts';

/** PowerMTA's default columns. */
export const powermtaHeader = `type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp,dlvEsmtpAvailable,dlvSize,vmta,jobId,envId,queue,vmtaPool\n`;

/**
 * Writes events as rows of PowerMTA's accounting file. It is a mail server, and its file speaks of attempts and what
 * comes back: it has no row for a message in the queue, for what was not sent, for opens, clicks or unsubscribes.
 */
export const powermtaRows: RowWriter = (delivery) => {
  return ({ address, domain, isTest }) => {
    let queued = '';
    return (event) => {
      if (event.type === 'sent') queued = localTime(event.at);
      const type = isTest ? undefined : typeOf(event);
      if (type === undefined) return '';
      const isReport = type === 'rb' || type === 'f';
      const times = `${type},${localTime(event.at)},${isReport ? '' : queued}`;
      const people = `news@bounces.example.com,${address},`;
      const host = `mx1.${domain.name}`;
      const way = isReport
        ? `smtp,${host} (192.0.2.25),,,,,`
        : 'api,,smtp,198.51.100.7,192.0.2.25,"ENHANCEDSTATUSCODES,PIPELINING,8BITMIME",48211';
      const end = `vmta-07,${delivery.id},,${domain.name}/vmta-07,marketing`;
      return `${times},${people},${outcome(event, host)},${way},${end}\n`;
    };
  };
};

/** The letters of an event's row, or nothing for what PowerMTA has no row for. */
function typeOf({ type, isLate }: SampleEvent): string | undefined {
  switch (type) {
    case 'delivered':
      return 'd';
    case 'bounce':
      return isLate ? 'rb' : 'b';
    case 'delay':
      return 't';
    case 'complaint':
      return 'f';
    default:
      return undefined;
  }
}

/** An instant by a clock an hour ahead of UTC, as PowerMTA writes it. */
function localTime(instant: number): string {
  const text = isoText(instant + hour);
  return `${text.slice(0, 10)} ${text.slice(11, 19)}+0100`;
}

/** The cells dsnAction, dsnStatus, dsnDiag, dsnMta and bounceCat. */
function outcome({ type, failure }: SampleEvent, host: string): string {
  const server = `${host} (192.0.2.25)`;
  if (type === 'complaint') return ',,,,';
  if (failure === undefined) return `relayed,2.0.0 (success),smtp;250 2.0.0 OK,${server},`;
  const action = type === 'delay' ? 'delayed' : 'failed';
  const category = type === 'delay' ? '' : categoryOf(failure);
  const diagnostic = quoted(`smtp;${failure.code ?? ''} ${failure.reason}`);
  return `${action},${statusOf(failure)},${diagnostic},${server},${category}`;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const meanings: Record<string, string> = {
  '1.1': 'bad destination mailbox address',
  '1.2': 'bad destination system address',
  '2.1': 'mailbox disabled, not accepting messages',
  '2.2': 'mailbox full',
  '4.7': 'delivery time expired',
  '7.1': 'delivery not authorized, message refused',
};

/** PowerMTA writes a status of its own where the server gave none, but for what answers without a reply code. */
function statusOf(failure: Failure): string {
  if (failure.code === undefined) return '';
  const status = enhancedStatus(failure) ?? `${failure.code.slice(0, 1)}.0.0`;
  return quoted(`${status} (${meanings[status.slice(2)] ?? 'undefined status'})`);
}

/** PowerMTA's bounce categories for the answers that the samples use. */
const bounceCategories: Record<string, string> = {
  'Invalid Recipient': 'bad-mailbox',
  'Recipient Refused': 'inactive-mailbox',
  'Soft Bounce': 'bad-connection',
  'DNS Failure': 'routing-errors',
  'Mailbox Full': 'quota-issues',
  'Too Large': 'quota-issues',
  Timeout: 'message-expired',
  'Mail Block': 'policy-related',
  'Spam Block': 'spam-related',
  'Spam Content': 'spam-related',
  'Relaying Denied': 'relaying-issues',
};

function categoryOf(failure: Failure): string {
  if (enhancedStatus(failure) === '5.1.2') return 'bad-domain';
  return bounceCategories[failure.adobeReason] ?? 'other';
}
