import { isBlock, replyOf } from './failure.ts';
import { hexOfWord } from './identifiers.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent } from './sample-event.ts';

const location =
  '"location":{"country_short":"FR","country":"France","region":"Ile-de-France","city":"Paris","latitude":48.8566,"longitude":2.3522,"postal_code":"75001","timezone":"+02:00"}';

/** Writes the events of Mailchimp Transactional's webhooks, one to a line. It has no row for an error before sending. */
export const mandrillRows: RowWriter = (delivery) => {
  const mail = `"ts":${Math.floor(delivery.start / 1000)},"subject":${jsonOfFixedText(delivery.label)}`;
  const tags = `"sender":"news@example.com","tags":[${jsonOfFixedText(delivery.id)}],"template":null,"subaccount":null`;
  return ({ uniqueWord, otherWord, address, variant, isTest }) => {
    const id = [uniqueWord, otherWord, scramble(otherWord), scramble(uniqueWord)].map(hexOfWord).join('');
    const about = `${mail},"email":"${address}",${tags},"metadata":{"variant":"${variant}"},"_id":"${id}"`;
    return (event) => {
      const name = isTest ? undefined : eventName(event);
      if (name === undefined) return '';
      const message = `"msg":{${about},"state":"${stateAfter(event)}"${failureParts(event)}}`;
      return `{"event":"${name}",${message},"_id":"${id}"${readerParts(event)},"ts":${Math.floor(event.at / 1000)}}\n`;
    };
  };
};

function eventName({ type, failure }: SampleEvent): string | undefined {
  switch (type) {
    case 'sent':
      return 'send';
    case 'bounce':
      return failure?.category === 'hard' ? 'hard_bounce' : 'soft_bounce';
    case 'delay':
      return 'deferral';
    case 'excluded':
      return 'reject';
    case 'complaint':
      return 'spam';
    case 'unsubscribe':
      return 'unsub';
    case 'delivered':
    case 'open':
    case 'click':
      return type;
    case 'error':
      return undefined;
  }
}

function stateAfter({ type, failure }: SampleEvent): string {
  if (type === 'bounce') return failure?.category === 'hard' ? 'bounced' : 'soft-bounced';
  if (type === 'delay') return 'deferred';
  return type === 'excluded' ? 'rejected' : 'sent';
}

function failureParts({ type, failure }: SampleEvent): string {
  if (failure === undefined) return ',"opens":[],"clicks":[]';
  if (type === 'excluded') return `,"reject":{"reason":${jsonOfFixedText(failure.reason)}}`;
  const reply = replyOf(failure);
  if (type === 'delay') {
    return `,"smtp_events":[{"diag":${jsonOfFixedText(reply)},"source_ip":"127.0.0.1","type":"deferred","size":0}]`;
  }
  const [description, code] =
    failure.category === 'hard'
      ? ['bad_mailbox', '10']
      : ['general', isBlock(failure) ? failure.adobeCode : '40'];
  return `,"bounce_description":"${description}","bgtools_code":${code},"diag":${jsonOfFixedText(`smtp;${reply}`)}`;
}

function readerParts({ link, userAgent }: SampleEvent): string {
  if (userAgent === undefined) return '';
  const url = link === undefined ? '' : `,"url":${jsonOfFixedText(link.url)}`;
  return `,"ip":"127.0.0.1",${location},"user_agent":${jsonOfFixedText(userAgent)},"user_agent_parsed":null${url}`;
}
