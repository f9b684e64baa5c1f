import { type Failure, isAutoReply, isBlock, replyOf } from './failure.ts';
import { hexOfWord } from './identifiers.ts';
import { jsonOfFixedText } from './json-text.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent } from './sample-event.ts';

/** Writes events as SparkPost's webhooks have them, one to a line rather than in batches. */
export const sparkpostRows: RowWriter = (delivery) => {
  const campaign = `"campaign_id":${jsonOfFixedText(delivery.id)},"customer_id":"1521","ip_pool":"shared"`;
  const transmission =
    '"transmission_id":"65832150921904138","template_id":"winter-sale","template_version":"3"';
  return ({ uniqueWord, otherWord, address, domain, variant, isTest }) => {
    const messageId = hexOfWord(uniqueWord) + hexOfWord(otherWord);
    const recipient = `"rcpt_to":"${address}","raw_rcpt_to":"${address}","routing_domain":"${domain.name}"`;
    const about = `${campaign},${transmission},${recipient},"rcpt_meta":{"variant":"${variant}"},"rcpt_tags":[]`;
    const idStart = String(uniqueWord).padStart(10, '0');
    return (event) => {
      if (isTest) return '';
      const [group, type] = eventNames(event);
      const id = `${idStart}${String(event.sequence).padStart(3, '0')}${String(event.salt % 100_000).padStart(5, '0')}`;
      // A message that could not be made or was rejected has no id yet.
      const message = group === 'gen_event' ? '' : `"message_id":"${messageId}",`;
      const head = `"type":"${type}","timestamp":"${Math.floor(event.at / 1000)}","event_id":"${id}"`;
      return `{"msys":{"${group}":{${head},${message}${about}${details(event)}}}}\n`;
    };
  };
};

/** The class that an event belongs to and its own name. */
function eventNames({ type, isLate }: SampleEvent): readonly [string, string] {
  switch (type) {
    case 'excluded':
      return ['gen_event', 'generation_rejection'];
    case 'error':
      return ['gen_event', 'generation_failure'];
    case 'sent':
      return ['message_event', 'injection'];
    case 'delivered':
      return ['message_event', 'delivery'];
    case 'bounce':
      return ['message_event', isLate ? 'out_of_band' : 'bounce'];
    case 'delay':
      return ['message_event', 'delay'];
    case 'complaint':
      return ['message_event', 'spam_complaint'];
    case 'open':
    case 'click':
      return ['track_event', type];
    case 'unsubscribe':
      return ['unsubscribe_event', 'link_unsubscribe'];
  }
}

function details({ type, failure, link, userAgent, isMachine, retries }: SampleEvent): string {
  if (type === 'excluded') {
    return ',"bounce_class":"25","error_code":"554","reason":"554 5.7.1 recipient address suppressed due to customer policy"';
  }
  if (type === 'error') return `,"error_code":"554","reason":${jsonOfFixedText(failure?.reason ?? '')}`;
  if (failure !== undefined) {
    const reply = replyOf(failure);
    const code = /^\d{3}/.exec(reply)?.[0];
    const codePart = code === undefined ? '' : `,"error_code":"${code}"`;
    return `,"bounce_class":"${bounceClass(failure)}"${codePart},"num_retries":"${retries}","reason":${jsonOfFixedText(reply)}`;
  }
  const url =
    link === undefined
      ? ''
      : `,"target_link_url":${jsonOfFixedText(link.url)},"target_link_name":${jsonOfFixedText(link.label)}`;
  const agent = userAgent === undefined ? '' : `,"user_agent":${jsonOfFixedText(userAgent)}`;
  const parsed =
    type === 'open' ? `,"user_agent_parsed":{"is_proxy":false,"is_prefetched":${isMachine}}` : '';
  return `${url}${agent}${parsed}`;
}

/** SparkPost and Adobe number most bounces alike, but do not think the same of all of them. */
function bounceClass(failure: Failure): string {
  if (isAutoReply(failure)) return '60';
  if (isBlock(failure)) return failure.adobeCode;
  if (failure.category === 'hard') return '10';
  if (failure.category === 'ignored') return '1';
  return ['20', '21', '22', '54'].includes(failure.adobeCode) ? failure.adobeCode : '40';
}
