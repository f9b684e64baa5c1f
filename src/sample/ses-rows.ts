import { enhancedStatus, type Failure } from './failure.ts';
import { uuidOf } from './identifiers.ts';
import { isoText } from './instant.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent } from './sample-event.ts';
import { sesBounceType } from './ses-bounce-type.ts';

/** Writes events as Amazon SES publishes them to a Firehose, one to a line. SES keeps no account of exclusions. */
export const sesRows: RowWriter = (delivery) => {
  const tags = `"ses:configuration-set":["production"],"campaign":[${jsonOfFixedText(delivery.id)}]`;
  return ({ uniqueWord, otherWord, address, variant, isTest }) => {
    const id = uuidOf(uniqueWord, otherWord, scramble(otherWord), scramble(uniqueWord));
    const about = `"source":"Shop <news@example.com>","messageId":"${id}","destination":["${address}"],"tags":{${tags},"variant":["${variant}"]}`;
    return (event) => {
      const branch = isTest ? undefined : branchOf(event, address);
      if (branch === undefined) return '';
      return `{${branch},"mail":{"timestamp":"${isoText(event.at)}",${about}}}\n`;
    };
  };
};

/** The event's own part of a row, or nothing for what SES has no row for. */
function branchOf(event: SampleEvent, address: string): string | undefined {
  const time = `"timestamp":"${isoText(event.at)}"`;
  const agent = event.userAgent === undefined ? '' : `,"userAgent":${jsonOfFixedText(event.userAgent)}`;
  switch (event.type) {
    case 'sent':
      return '"eventType":"Send","send":{}';
    case 'delivered':
      return `"eventType":"Delivery","delivery":{${time},"recipients":["${address}"],"smtpResponse":"250 ok"}`;
    case 'bounce': {
      const [type, subType] = sesBounceType(event.failure);
      const recipients = `"bouncedRecipients":[${failedRecipient(event.failure, address)}]`;
      return `"eventType":"Bounce","bounce":{"bounceType":"${type}","bounceSubType":"${subType}",${recipients},${time}}`;
    }
    case 'delay': {
      const recipients = `"delayedRecipients":[${failedRecipient(event.failure, address)}]`;
      return `"eventType":"DeliveryDelay","deliveryDelay":{"delayType":"General",${recipients},${time}}`;
    }
    case 'error': {
      const message = jsonOfFixedText(event.failure?.reason ?? '');
      return `"eventType":"Rendering Failure","failure":{"errorMessage":${message},"templateName":"Sale"}`;
    }
    case 'open':
      return `"eventType":"Open","open":{${time}${agent}}`;
    case 'click':
      return `"eventType":"Click","click":{${time}${agent}${linkParts(event)}}`;
    case 'unsubscribe':
      return `"eventType":"Subscription","subscription":{${time},"newTopicPreferences":{"unsubscribeAll":true}}`;
    case 'complaint':
      return `"eventType":"Complaint","complaint":{${time},"complainedRecipients":[{"emailAddress":"${address}"}]}`;
    case 'excluded':
      return undefined;
  }
}

function linkParts({ link }: SampleEvent): string {
  const tags = `{"name":[${jsonOfFixedText(link?.label ?? '')}]}`;
  return `,"link":${jsonOfFixedText(link?.url ?? '')},"linkTags":${tags}`;
}

function failedRecipient(failure: Failure | undefined, address: string): string {
  if (failure === undefined) return `{"emailAddress":"${address}"}`;
  const diagnostic = jsonOfFixedText(`smtp; ${failure.code ?? ''} ${failure.reason}`);
  const status = enhancedStatus(failure);
  const statusPart = status === undefined ? '' : `,"status":"${status}"`;
  return `{"emailAddress":"${address}"${statusPart},"diagnosticCode":${diagnostic}}`;
}
