import type { Failure } from './failure.ts';
import { uuidOf } from './identifiers.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent } from './sample-event.ts';

/**
 * Writes events as Mailjet's event API posts them, one to a line. Mailjet has no row for a message before it has an
 * outcome, for a retry or for an error before sending.
 */
export const mailjetRows: RowWriter = (delivery) => {
  const campaign = `"mj_campaign_id":${delivery.id}`;
  const about = `"customcampaign":${jsonOfFixedText(delivery.label)},"CustomID":"","Payload":""`;
  return ({ uniqueWord, otherWord, address, isTest }) => {
    const digits = String(uniqueWord >>> 0).padStart(10, '0');
    const message = `57${digits}${String(10_000 + ((otherWord >>> 0) % 90_000))}`;
    const guid = uuidOf(uniqueWord, otherWord, scramble(otherWord), scramble(uniqueWord));
    const contact = `"mj_contact_id":${uniqueWord >>> 0}`;
    return (event) => {
      const own = isTest ? undefined : ownPart(event, message);
      if (own === undefined) return '';
      const ids = `"MessageID":${message},"Message_GUID":"${guid}","email":"${address}",${campaign},${contact}`;
      return `{"event":${own[0]},"time":${Math.floor(event.at / 1000)},${ids},${about}${own[1]}}\n`;
    };
  };
};

/** The name of an event and what only events of its kind have, or nothing for what Mailjet has no row for. */
function ownPart(event: SampleEvent, message: string): readonly [name: string, details: string] | undefined {
  const agent = `,"ip":"203.0.113.7","geo":"FR","agent":${jsonOfFixedText(event.userAgent ?? '')}`;
  switch (event.type) {
    case 'delivered':
      return ['"sent"', `,"mj_message_id":"${message}","smtp_reply":"sent (250 2.0.0 OK)"`];
    case 'open':
      return ['"open"', agent];
    case 'click':
      return ['"click"', `,"url":${jsonOfFixedText(event.link?.url ?? '')}${agent}`];
    case 'unsubscribe':
      return ['"unsub"', `,"mj_list_id":1${agent}`];
    case 'complaint':
      return ['"spam"', ',"source":"JMRPP"'];
    case 'excluded':
      return ['"blocked"', ',"error_related_to":"mailjet","error":"preblocked"'];
    case 'bounce':
      return ['"bounce"', bounced(event.failure)];
    case 'sent':
    case 'delay':
    case 'error':
      return undefined;
  }
}

/** Mailjet's "Possible values for errors" for the answers that the samples use. */
const errors: Record<string, readonly [relatedTo: string, error: string]> = {
  'Invalid Recipient': ['recipient', 'user unknown'],
  'Recipient Refused': ['recipient', 'mailbox inactive'],
  'Mailbox Full': ['recipient', 'quota exceeded'],
  'DNS Failure': ['domain', 'no mail host'],
  'Relaying Denied': ['domain', 'relay/access denied'],
  'Mail Block': ['spam', 'sender blocked'],
  'Spam Block': ['spam', 'sender blocked'],
  'Spam Content': ['spam', 'content blocked'],
  'Too Large': ['spam', 'policy issue'],
};

function bounced(failure: Failure | undefined): string {
  const [relatedTo, error] = errors[failure?.adobeReason ?? ''] ?? ['system', 'connection issue'];
  const isHard = failure?.category === 'hard';
  const comment = jsonOfFixedText(`${failure?.code ?? ''} ${failure?.reason ?? ''}`.trim());
  return `,"blocked":${isHard},"hard_bounce":${isHard},"error_related_to":"${relatedTo}","error":"${error}","comment":${comment}`;
}
