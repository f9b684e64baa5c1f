import { enhancedStatus, type Failure } from './failure.ts';
import { hexOfWord } from './identifiers.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent, SampleEventType } from './sample-event.ts';

const eventNames: Record<SampleEventType, string> = {
  excluded: 'failed',
  sent: 'accepted',
  delivered: 'delivered',
  bounce: 'failed',
  error: 'rejected',
  delay: 'failed',
  open: 'opened',
  click: 'clicked',
  unsubscribe: 'unsubscribed',
  complaint: 'complained',
};

/** Of what a reader does Mailgun says where from and with what, but not how the message was sent. */
const readerTypes: ReadonlySet<SampleEventType> = new Set(['open', 'click', 'unsubscribe']);

const geolocation =
  '"geolocation":{"country":"FR","region":"Ile-de-France","city":"Paris"},"ip":"203.0.113.7"';

/** Writes events as Mailgun's webhooks post them, one to a line. */
export const mailgunRows: RowWriter = (delivery) => {
  const grouping = `"campaigns":[],"tags":[${jsonOfFixedText(delivery.id)}]`;
  const subject = `"from":"Shop <news@example.com>","subject":${jsonOfFixedText(delivery.label)}`;
  return ({ uniqueWord, otherWord, address, domain, variant, isTest }) => {
    const messageId = `"message-id":"20261122080000.1.${hexOfWord(uniqueWord)}${hexOfWord(otherWord)}@example.com"`;
    const sentMessage = `"message":{"headers":{"to":"${address}",${messageId},${subject}},"attachments":[],"size":18937}`;
    const recipient = `"recipient":"${address}","recipient-domain":"${domain.name}","user-variables":{"variant":"${variant}"}`;
    const envelope = `"envelope":{"transport":"smtp","sender":"news@example.com","targets":"${address}"}`;
    const idStart = hexOfWord(uniqueWord);
    return (event) => {
      const ofReader = readerTypes.has(event.type);
      // A message in test mode reaches no reader.
      if (isTest && ofReader) return '';
      const random = hexOfWord(event.salt) + hexOfWord(scramble(event.salt));
      const id =
        idStart + hexOfWord(event.salt) + hexOfWord(scramble(event.sequence ^ otherWord)).slice(0, 6);
      const second = Math.floor(event.at / 1000);
      const fraction = String(event.at % 1000).padStart(3, '0') + String(100 + ((event.salt >>> 0) % 900));
      const head = `"event":"${eventNames[event.type]}","id":"${id}","timestamp":${second}.${fraction},"log-level":"info"`;
      const flags = `"flags":{"is-authenticated":true,"is-delayed-bounce":${event.isLate},"is-test-mode":${isTest}}`;
      const about = ofReader
        ? `${geolocation},"message":{"headers":{${messageId}}}`
        : `${envelope},${flags},${sentMessage}`;
      const own = `${head},${details(event)}${about},${recipient},${grouping}`;
      const signature = `"timestamp":"${second}","token":"${random.repeat(3)}","signature":"${random.repeat(4)}"`;
      return `{"signature":{${signature}},"event-data":{${own}}}\n`;
    };
  };
};

/** What only events of this kind have, with a comma behind it. */
function details(event: SampleEvent): string {
  const { type, failure, link, userAgent, isMachine } = event;
  if (type === 'sent') return '"method":"http",';
  if (type === 'delivered') {
    return '"delivery-status":{"tls":true,"mx-host":"mx.example.com","code":250,"description":"","utf8":true,"attempt-no":1,"message":"OK"},';
  }
  if (type === 'error')
    return `"reject":{"reason":${jsonOfFixedText(failure?.reason ?? '')},"description":""},`;
  if (failure !== undefined) return failureParts(event, failure);
  if (userAgent === undefined) return '';
  const url = link === undefined ? '' : `"url":${jsonOfFixedText(link.url)},`;
  const agent = `"client-type":"browser","client-os":"unknown","device-type":"desktop","client-name":"unknown","user-agent":${jsonOfFixedText(userAgent)}`;
  return `${url}"client-info":{${agent},"bot":"${isMachine ? 'generic' : ''}"},`;
}

function failureParts({ type, retries }: SampleEvent, failure: Failure): string {
  if (type === 'excluded') {
    return failure.code === 'OPT_OUT'
      ? suppressed('suppress-unsubscribe', 606, 'Not delivering to unsubscribed recipient')
      : suppressed('suppress-bounce', 605, 'Not delivering to previously bounced address');
  }
  const smtpCode = /^\d{3}/.exec(failure.code ?? '')?.[0] ?? '0';
  const enhanced = enhancedStatus(failure);
  const codes = `"code":${smtpCode}${enhanced === undefined ? '' : `,"enhanced-code":"${enhanced}"`}`;
  const status = `{${codes},"description":"","attempt-no":${retries + 1},"message":${jsonOfFixedText(failure.reason)}}`;
  const [severity, reason] = type === 'delay' ? ['temporary', 'generic'] : ['permanent', reasonOf(failure)];
  return `"severity":"${severity}","reason":"${reason}","delivery-status":${status},`;
}

function suppressed(reason: string, code: number, description: string): string {
  const status = `{"attempt-no":1,"message":"","code":${code},"description":"${description}"}`;
  return `"severity":"permanent","reason":"${reason}","delivery-status":${status},`;
}

/** Mailgun's own word for an answer. */
function reasonOf({ category, adobeReason }: Failure): string {
  if (category === 'hard') return 'bounce';
  if (adobeReason === 'Timeout') return 'old';
  return ['Mail Block', 'Spam Block'].includes(adobeReason) ? 'espblock' : 'generic';
}
