import { type Failure, isAutoReply } from './failure.ts';
import { uuidOf } from './identifiers.ts';
import { isoText } from './instant.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent, SampleEventType } from './sample-event.ts';
import { sesBounceType } from './ses-bounce-type.ts';

const typeNames: Partial<Record<SampleEventType, string>> = {
  excluded: 'email.suppressed',
  sent: 'email.sent',
  delivered: 'email.delivered',
  bounce: 'email.bounced',
  error: 'email.failed',
  delay: 'email.delivery_delayed',
  open: 'email.opened',
  click: 'email.clicked',
  complaint: 'email.complained',
};

/** Writes events as Resend's webhooks post them, one to a line. Resend has no row for an unsubscription. */
export const resendRows: RowWriter = (delivery) => {
  const broadcast = `"broadcast_id":${jsonOfFixedText(delivery.id)},"created_at":"${isoText(delivery.start)}"`;
  const subject = `"from":"Shop <news@example.com>","subject":${jsonOfFixedText(delivery.label)}`;
  return ({ uniqueWord, otherWord, address, variant, isTest }) => {
    const id = uuidOf(uniqueWord, otherWord, scramble(otherWord), scramble(uniqueWord));
    const ids = `"email_id":"${id}","message_id":"<${id}@email.example.com>"`;
    const about = `${broadcast},${ids},${subject},"to":["${address}"],"tags":{"category":"newsletter","variant":"${variant}"}`;
    return (event) => {
      const name = isTest ? undefined : typeNames[event.type];
      if (name === undefined) return '';
      const time = isoText(event.at);
      return `{"type":"${name}","created_at":"${time}","data":{${about}${details(event, time)}}}\n`;
    };
  };
};

function details({ type, failure, link, userAgent }: SampleEvent, time: string): string {
  if (type === 'click') {
    const agent = `"userAgent":${jsonOfFixedText(userAgent ?? '')}`;
    const click = `"ipAddress":"203.0.113.7","link":${jsonOfFixedText(link?.url ?? '')},"timestamp":"${time}"`;
    return `,"click":{${click},${agent}}`;
  }
  if (failure === undefined) return '';
  const reason = jsonOfFixedText(failure.reason);
  if (type === 'error') return `,"failed":{"reason":${reason}}`;
  if (type === 'excluded') return `,"suppressed":{"message":${reason},"type":"OnAccountSuppressionList"}`;
  return type === 'bounce' ? `,"bounce":${bounceOf(failure)}` : '';
}

function bounceOf(failure: Failure): string {
  const [type, subType] = sesBounceType(failure);
  const message = `"message":"The recipient's mail server did not take the message.","subType":"${subType}"`;
  const answer = jsonOfFixedText(`smtp; ${failure.code ?? ''} ${failure.reason}`);
  const diagnostic = isAutoReply(failure) ? '' : `,"diagnosticCode":[${answer}]`;
  return `{${message},"type":"${type}"${diagnostic}}`;
}
