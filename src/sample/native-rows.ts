import { hexOfWord } from './identifiers.ts';
import { isoText } from './instant.ts';
import { jsonOfFixedText } from './json-text.ts';
import type { RowWriter } from './row-writer.ts';
import type { Recipient, SampleEvent } from './sample-event.ts';

/** Writes events as rows of the native format: flat, with the canonical column names, empty columns left out. */
export const nativeRows: RowWriter = (delivery) => {
  const id = jsonOfFixedText(delivery.id);
  const label = jsonOfFixedText(delivery.label);
  const deliveryPart = `","delivery_id":${id},"delivery_label":${label},"event_id":"`;

  return (recipient) => {
    const recipientPart = columnsOf(recipient);
    const word = hexOfWord(recipient.uniqueWord);
    return (event) => {
      const start = `{"event_type":"${event.type}","timestamp":"${isoText(event.at)}`;
      const eventId = hexOfWord((event.salt & 0xff_ffff) | (event.sequence << 24)) + word;
      return `${start}${deliveryPart}${eventId}${recipientPart}${failureColumns(event)}${readerColumns(event)}}\n`;
    };
  };
};

// Names, domains and variants hold no character that JSON escapes, so they go in as they are.
function columnsOf({ uniqueWord, otherWord, address, variant, isTest }: Recipient): string {
  const messageId = hexOfWord(uniqueWord) + hexOfWord(otherWord);
  const test = isTest ? ',"is_test":true' : '';
  return `","message_id":"${messageId}","recipient":"${address}","variant":"${variant}"${test}`;
}

function failureColumns({ failure, type }: SampleEvent): string {
  if (failure === undefined) return '';
  const category = type === 'bounce' ? `,"bounce_category":"${failure.category}"` : '';
  const code = failure.code === undefined ? '' : `,"code":${jsonOfFixedText(failure.code)}`;
  return `${category},"reason":${jsonOfFixedText(failure.reason)}${code}`;
}

function readerColumns({ link, userAgent, isMachine }: SampleEvent): string {
  const linkPart =
    link === undefined
      ? ''
      : `,"url":${jsonOfFixedText(link.url)},"link_label":${jsonOfFixedText(link.label)}`;
  const agentPart = userAgent === undefined ? '' : `,"user_agent":${jsonOfFixedText(userAgent)}`;
  return linkPart + agentPart + (isMachine ? ',"is_machine":true' : '');
}
