import { type Failure, isAutoReply, isBlock } from './failure.ts';
import { uuidOf } from './identifiers.ts';
import { isoText } from './instant.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent } from './sample-event.ts';

const place =
  '"Geo":{"CountryISOCode":"FR","Country":"France","RegionISOCode":"FR-IDF","Region":"Ile-de-France","City":"Paris","Zip":"75001","Coords":"48.8566,2.3522","IP":"203.0.113.7"}';
const client =
  '"Platform":"Desktop","Client":{"Name":"Chrome","Company":"Google","Family":"Chrome"},"OS":{"Name":"Windows 10","Company":"Microsoft","Family":"Windows"}';

/**
 * Writes events as Postmark's webhooks post them, one to a line. Postmark has no row for a message before it has an
 * outcome, nor for a retry.
 */
export const postmarkRows: RowWriter = (delivery) => {
  const tag = `"Tag":${jsonOfFixedText(delivery.id)}`;
  const subject = `"From":"news@example.com","Subject":${jsonOfFixedText(delivery.label)}`;
  return ({ uniqueWord, otherWord, address, variant, isTest }) => {
    const message = uuidOf(uniqueWord, otherWord, scramble(otherWord), scramble(uniqueWord));
    const about = `"ServerID":23,"MessageStream":"broadcast","MessageID":"${message}",${tag},"Metadata":{"variant":"${variant}"}`;
    const idStart = `1${String(uniqueWord >>> 0).padStart(10, '0')}`;
    return (event) => {
      const own = isTest ? undefined : ownPart(event);
      if (own === undefined) return '';
      const { recordType, timeKey, details } = own;
      const isReturned = timeKey === 'BouncedAt';
      const id = isReturned ? `"ID":${idStart}${String(event.sequence).padStart(3, '0')},${subject},` : '';
      const recipient = `"${isReturned ? 'Email' : 'Recipient'}":"${address}"`;
      const time = `"${timeKey}":"${isoText(event.at).slice(0, -1)}0259Z"`;
      return `{"RecordType":"${recordType}",${id}${about},${recipient},${time}${details}}\n`;
    };
  };
};

interface OwnPart {
  readonly recordType: string;
  readonly timeKey: 'DeliveredAt' | 'BouncedAt' | 'ReceivedAt' | 'ChangedAt';
  readonly details: string;
}

/** What only events of this kind have, or nothing for what Postmark has no row for. */
function ownPart({ type, failure, link, userAgent }: SampleEvent): OwnPart | undefined {
  const agent = `,"UserAgent":${jsonOfFixedText(userAgent ?? '')},${client},${place}`;
  switch (type) {
    case 'delivered':
      return { recordType: 'Delivery', timeKey: 'DeliveredAt', details: ',"Details":"smtp;250 2.0.0 OK"' };
    case 'bounce':
      return bounced(bounceType(failure), failure);
    case 'excluded':
      return bounced(['SMTPApiError', 100007, 'SMTP API error'], failure);
    case 'error':
      return bounced(['TemplateRenderingFailed', 100010, 'Template rendering failed'], failure);
    case 'complaint': {
      const details = ',"Type":"SpamComplaint","TypeCode":512,"Name":"Spam complaint","Inactive":true';
      return { recordType: 'SpamComplaint', timeKey: 'BouncedAt', details };
    }
    case 'open':
      return {
        recordType: 'Open',
        timeKey: 'ReceivedAt',
        details: `,"FirstOpen":false,"ReadSeconds":5${agent}`,
      };
    case 'click': {
      const url = `,"ClickLocation":"HTML","OriginalLink":${jsonOfFixedText(link?.url ?? '')}`;
      return { recordType: 'Click', timeKey: 'ReceivedAt', details: `${url}${agent}` };
    }
    case 'unsubscribe': {
      const details = ',"Origin":"Recipient","SuppressSending":true,"SuppressionReason":"ManualSuppression"';
      return { recordType: 'SubscriptionChange', timeKey: 'ChangedAt', details };
    }
    case 'sent':
    case 'delay':
      return undefined;
  }
}

type BounceType = readonly [type: string, code: number, name: string];

function bounced([type, code, name]: BounceType, failure: Failure | undefined): OwnPart {
  const isInactive = type === 'HardBounce';
  const reply = failure?.code === undefined ? '' : `smtp;${failure.code} `;
  const words = `,"Description":"${name}.","Details":${jsonOfFixedText(`${reply}${failure?.reason ?? ''}`)}`;
  const state = `,"DumpAvailable":true,"Inactive":${isInactive},"CanActivate":true`;
  const details = `,"Type":"${type}","TypeCode":${code},"Name":"${name}"${words}${state}`;
  return { recordType: 'Bounce', timeKey: 'BouncedAt', details };
}

function bounceType(failure: Failure | undefined): BounceType {
  if (failure?.category === 'hard') return ['HardBounce', 1, 'Hard bounce'];
  if (failure?.category === 'soft') {
    return failure.adobeReason === 'DNS Failure'
      ? ['DnsError', 256, 'DNS error']
      : ['SoftBounce', 4096, 'Soft bounce'];
  }
  if (failure?.adobeReason === 'Spam Content') return ['SpamNotification', 512, 'Spam notification'];
  if (failure !== undefined && isBlock(failure)) return ['Blocked', 100006, 'ISP block'];
  return failure !== undefined && isAutoReply(failure)
    ? ['AutoResponder', 64, 'Auto responder']
    : ['Unknown', 2048, 'Unknown'];
}
