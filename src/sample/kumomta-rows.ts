import { enhancedStatus, type Failure } from './failure.ts';
import { hexOfWord } from './identifiers.ts';
import { isoText } from './instant.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { Recipient, SampleEvent, SampleEventType } from './sample-event.ts';

const recordTypes: Partial<Record<SampleEventType, string>> = {
  sent: 'Reception',
  delivered: 'Delivery',
  bounce: 'Bounce',
  delay: 'TransientFailure',
  error: 'Rejection',
  complaint: 'Feedback',
};

/** Writes events as KumoMTA logs them, one to a line. It is a mail server: it sees no opens, clicks, unsubscribes or exclusions. */
export const kumomtaRows: RowWriter = (delivery) => {
  return (recipient) => {
    const { uniqueWord, otherWord, address, domain, variant, isTest } = recipient;
    const own = `"campaign":${jsonOfFixedText(delivery.id)},"variant":"${variant}"`;
    const meta = `"meta":{${own}},"headers":{}`;
    const message = hexOfWord(uniqueWord) + hexOfWord(otherWord);
    return (event) => {
      const recordType = isTest ? undefined : recordTypeOf(event);
      if (recordType === undefined) return '';
      const isReport = recordType === 'OOB' || recordType === 'Feedback';
      const queue = isReport ? 'bounces.example.com' : `${delivery.id}:shop@${domain.name}`;
      // A report comes as a message of its own.
      const id = isReport ? hexOfWord(event.salt) + hexOfWord(scramble(uniqueWord)) : message;
      const to = recordType === 'Feedback' ? 'fbl@bounces.example.com' : address;
      const ids = `"type":"${recordType}","id":"${recordType === 'Rejection' ? '' : `${id}11f0a1c2005056a1`}"`;
      const seconds = Math.floor(event.at / 1000);
      const time = `"timestamp":${seconds},"event_time":"${isoText(event.at).slice(0, -1)}000000Z","created":${seconds}`;
      const peer = `"peer_address":{"name":"mx1.${domain.name}.","addr":"192.0.2.25"}`;
      const route =
        recordType === 'Reception' || isReport
          ? '"site":"","egress_pool":null,"egress_source":null,"delivery_protocol":null'
          : `"site":"ip-7->mx1.${domain.name}","egress_pool":"marketing","egress_source":"ip-7","delivery_protocol":"ESMTP"`;
      return `{${ids},"sender":"news@bounces.example.com","recipient":"${to}","queue":"${recordType === 'Rejection' ? '' : queue}","size":48211,${responded(event)},${peer},${time},"num_attempts":${event.retries},"bounce_classification":"${classOf(event)}",${route},"feedback_report":${feedbackReport(event, recipient, own)},${meta},"reception_protocol":"HTTP","nodeid":"557f3ad4-2c8c-11ee-976e-782d7e12e173"}\n`;
    };
  };
};

/** The type of an event's record, or nothing for what KumoMTA has no record of. */
function recordTypeOf({ type, isLate }: SampleEvent): string | undefined {
  return type === 'bounce' && isLate ? 'OOB' : recordTypes[type];
}

function responded({ type, failure }: SampleEvent): string {
  if (failure === undefined) {
    const content = type === 'delivered' ? 'OK ids=8a5475ccbbc611eda12250ebf67f93bd' : '';
    return `"response":{"code":250,"enhanced_code":null,"content":"${content}","command":null}`;
  }
  const reply = /^[245]\d\d/.exec(failure.code ?? '')?.[0] ?? '550';
  const content = jsonOfFixedText(failure.reason);
  return `"response":{"code":${reply},"enhanced_code":${enhancedCode(failure)},"content":${content},"command":"RCPT TO"}`;
}

function enhancedCode(failure: Failure): string {
  const [statusClass, subject, detail] = enhancedStatus(failure)?.split('.') ?? [];
  return detail === undefined ? 'null' : `{"class":${statusClass},"subject":${subject},"detail":${detail}}`;
}

/** KumoMTA's bounce classes for the answers that the samples use. */
const bounceClasses: Record<string, string> = {
  'Invalid Recipient': 'InvalidRecipient',
  'Recipient Refused': 'InactiveMailbox',
  'Soft Bounce': 'BadConnection',
  'DNS Failure': 'DNSFailure',
  'Mailbox Full': 'QuotaIssues',
  'Too Large': 'QuotaIssues',
  Timeout: 'MessageExpired',
  'Mail Block': 'SpamBlock',
  'Spam Block': 'SpamBlock',
  'Spam Content': 'SpamContent',
  'Relaying Denied': 'RelayDenied',
  'Auto-Reply': 'AutoReply',
  'Challenge-Response': 'ChallengeResponse',
};

function classOf({ type, failure }: SampleEvent): string {
  return (type === 'bounce' ? bounceClasses[failure?.adobeReason ?? ''] : undefined) ?? 'Uncategorized';
}

function feedbackReport({ type, at }: SampleEvent, { address, domain }: Recipient, own: string): string {
  if (type !== 'complaint') return 'null';
  const reporter = `"reporting_mta":{"mta_type":"dns","name":"fbl.${domain.name}"},"source_ip":"192.0.2.7"`;
  const people = `"original_rcpto_to":["<${address}>"],"supplemental_trace":{"recipient":"${address}",${own}}`;
  return `{"feedback_type":"abuse","user_agent":"FBL/1.0","version":1,"arrival_date":"${isoText(at)}",${reporter},${people}}`;
}
