import { replyOf } from './failure.ts';
import { hexOfWord } from './identifiers.ts';
import { isoText } from './instant.ts';
import { jsonOfFixedText } from './json-text.ts';
import type { RowWriter } from './row-writer.ts';
import type { SampleEvent, SampleEventType } from './sample-event.ts';

const eventNames: Record<Exclude<SampleEventType, 'open' | 'bounce'>, string> = {
  excluded: 'blocked',
  error: 'error',
  sent: 'request',
  delivered: 'delivered',
  delay: 'deferred',
  click: 'click',
  unsubscribe: 'unsubscribed',
  complaint: 'spam',
};

/** Writes events as Brevo's transactional webhook posts them, one to a line. */
export const brevoRows: RowWriter = (delivery) => {
  const tag = jsonOfFixedText(delivery.id);
  const mail = `"subject":${jsonOfFixedText(delivery.label)},"tags":[${tag}],"tag":${JSON.stringify(`[${tag}]`)}`;
  return ({ uniqueWord, otherWord, address, isTest }) => {
    const id = `<${hexOfWord(uniqueWord)}.${hexOfWord(otherWord)}@smtp-relay.mailin.fr>`;
    const about = `"id":948562,"email":"${address}","message-id":"${id}",${mail}`;
    const opened = new Set<string>();
    return (event) => {
      if (isTest) return '';
      const name = nameOf(event, opened);
      const seconds = Math.floor(event.at / 1000);
      const date = isoText(event.at).slice(0, 19).replace('T', ' ');
      const times = `"date":"${date}","ts_event":${seconds},"ts":${seconds},"ts_epoch":${event.at}`;
      return `{"event":"${name}",${about},${times},"sending_ip":"77.32.148.26","contact_id":8${details(event)}}\n`;
    };
  };
};

/** The first open of each kind has a name of its own. */
function nameOf({ type, isMachine, failure }: SampleEvent, opened: Set<string>): string {
  if (type === 'bounce') return failure?.category === 'hard' ? 'hard_bounce' : 'soft_bounce';
  if (type !== 'open') return eventNames[type];
  const name = isMachine ? 'proxy_open' : 'opened';
  if (opened.has(name)) return name;
  opened.add(name);
  return `unique_${name}`;
}

function details({ type, failure, link, userAgent }: SampleEvent): string {
  if (type === 'excluded') return ',"reason":"blocked : due to blacklist user"';
  if (failure !== undefined) return `,"reason":${jsonOfFixedText(replyOf(failure))}`;
  const agent = userAgent === undefined ? '' : `,"user_agent":${jsonOfFixedText(userAgent)}`;
  return type === 'open' || type === 'click' ? `,"link":${jsonOfFixedText(link?.url ?? '')}${agent}` : '';
}
