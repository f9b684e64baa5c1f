import { enhancedStatus, replyOf } from './failure.ts';
import { hexOfWord, uuidOf } from './identifiers.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent, SampleEventType } from './sample-event.ts';

const eventNames: Partial<Record<SampleEventType, string>> = {
  excluded: 'dropped',
  sent: 'processed',
  delivered: 'delivered',
  bounce: 'bounce',
  delay: 'deferred',
  open: 'open',
  click: 'click',
  unsubscribe: 'unsubscribe',
  complaint: 'spamreport',
};

/** Writes events as rows of SendGrid's event webhook, one to a line. SendGrid has no row for an error before sending. */
export const sendgridRows: RowWriter = (delivery) => {
  const category = jsonOfFixedText(delivery.id);
  return ({ uniqueWord, otherWord, address, variant, isTest }) => {
    const message = hexOfWord(uniqueWord) + hexOfWord(otherWord);
    const about = `"email":"${address}","category":${category},"variant":"${variant}","sg_message_id":"${message}.recvd-7d8f-1-1.0"`;
    return (event) => {
      const name = isTest ? undefined : eventNames[event.type];
      if (name === undefined) return '';
      const id = uuidOf(uniqueWord, event.salt, otherWord, scramble(event.sequence ^ otherWord));
      const time = Math.floor(event.at / 1000);
      return `{${about},"event":"${name}","timestamp":${time},"sg_event_id":"${id}"${details(event)}}\n`;
    };
  };
};

function details({ type, failure, link, userAgent, isMachine }: SampleEvent): string {
  const agent = userAgent === undefined ? '' : `,"useragent":${jsonOfFixedText(userAgent)}`;
  const url = link === undefined ? '' : `,"url":${jsonOfFixedText(link.url)}`;
  const machine = type === 'open' ? `,"sg_machine_open":${isMachine}` : '';
  if (failure === undefined) return `${url}${agent}${machine}`;
  const reply = jsonOfFixedText(replyOf(failure));
  if (type === 'delay') return `,"response":${reply},"attempt":"1"`;
  if (type === 'excluded') return `,"reason":${jsonOfFixedText(failure.reason)},"status":"5.0.0"`;
  const status = enhancedStatus(failure) ?? '5.0.0';
  const kind = status.startsWith('5.7.') ? 'blocked' : 'bounce';
  const classification = classifications[failure.adobeReason] ?? 'Unclassified';
  return `,"reason":${reply},"status":"${status}","type":"${kind}","bounce_classification":"${classification}"`;
}

/** SendGrid's classifications of the answers that the samples use. */
const classifications: Record<string, string> = {
  'Invalid Recipient': 'Invalid Address',
  'Recipient Refused': 'Mailbox Unavailable',
  'Mailbox Full': 'Mailbox Unavailable',
  'Soft Bounce': 'Technical Failure',
  'DNS Failure': 'Technical Failure',
  Timeout: 'Technical Failure',
  'Mail Block': 'Reputation',
  'Spam Block': 'Reputation',
  'Spam Content': 'Content',
};
