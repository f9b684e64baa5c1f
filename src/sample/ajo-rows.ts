import { uuidOf } from './identifiers.ts';
import { isoText } from './instant.ts';
import { jsonOfFixedText } from './json-text.ts';
import { scramble } from './random.ts';
import type { RowWriter } from './row-writer.ts';
import type { Recipient, SampleEvent, SampleEventType } from './sample-event.ts';

/**
 * Writes events as rows of Adobe Journey Optimizer's dataset exports, message feedback and email tracking in one file.
 * Adobe's `sent` means accepted by the receiver: it stands for `delivered`, and the attempt before it has no row.
 */
export const ajoRows: RowWriter = (delivery) => {
  const id = jsonOfFixedText(delivery.id);
  const label = jsonOfFixedText(delivery.label);
  const executionPart = `"messageExecution":{"messageExecutionID":${id},"messageLabel":${label},"messageType":"marketing"}`;

  return (recipient) => {
    const recipientPart = branchesOf(recipient);
    const identities = `"identityMap":{"Email":[{"id":"${recipient.address}","primary":true}]}`;
    return (event) => {
      const branch = branchOf(event);
      if (branch === undefined) return '';
      const start = `{"_id":"${idOf(event, recipient)}","timestamp":"${isoText(event.at)}",${identities}`;
      return `${start},"_experience":{"customerJourneyManagement":{${executionPart},${recipientPart},${branch}}}}\n`;
    };
  };
};

// The first word differs by recipient and the last, for the same recipient, by event.
function idOf({ salt, sequence }: SampleEvent, { uniqueWord, otherWord }: Recipient): string {
  return uuidOf(uniqueWord, salt, otherWord, scramble(sequence ^ otherWord));
}

function branchesOf({ uniqueWord, otherWord, address, domain, variant, isTest }: Recipient): string {
  const messageId = uuidOf(uniqueWord, otherWord, scramble(otherWord), scramble(uniqueWord ^ otherWord));
  const channel = '"channel":{"_id":"https://ns.adobe.com/xdm/channels/email"}';
  const profile = `"messageProfileID":"${messageId}",${channel},"variant":"${variant}","isTestExecution":${isTest}`;
  const context = `"address":"${address}","namespace":"Email","domain":"${domain.name}"`;
  return `"messageProfile":{${profile}},"emailChannelContext":{${context}}`;
}

/** The branch that says what happened, or nothing for what Adobe has no row for. */
function branchOf(event: SampleEvent): string | undefined {
  const interaction = interactionType(event);
  if (interaction !== undefined) return interactionBranch(event, interaction);
  const status = feedbackStatus(event);
  return status === undefined ? undefined : feedbackBranch(event, status);
}

const feedbackStatuses: Partial<Record<SampleEventType, string>> = {
  excluded: 'exclude',
  delivered: 'sent',
  error: 'error',
  delay: 'delay',
};

function feedbackStatus({ type, isLate }: SampleEvent): string | undefined {
  if (type === 'bounce') return isLate ? 'out_of_band' : 'bounce';
  return feedbackStatuses[type];
}

function feedbackBranch(event: SampleEvent, status: string): string {
  const failure = event.type === 'excluded' ? exclusionBranch(event) : failureBranch(event);
  return `"messageDeliveryfeedback":{"feedbackStatus":"${status}"${failure},"retryCount":${event.retries}}`;
}

function exclusionBranch({ failure }: SampleEvent): string {
  if (failure === undefined) return '';
  const { adobeReason, adobeCode } = failure;
  return `,"messageExclusion":{"reason":${jsonOfFixedText(adobeReason)},"code":${jsonOfFixedText(adobeCode)}}`;
}

const failureTypes = { hard: 'Hard', soft: 'Soft', ignored: 'Ignored' };

function failureBranch({ type, failure, isLate }: SampleEvent): string {
  if (failure === undefined) return '';
  const { adobeReason, adobeCode, category } = failure;
  const reason = `"reason":${jsonOfFixedText(adobeReason)},"code":${jsonOfFixedText(adobeCode)}`;
  const failureType = type === 'bounce' ? `,"type":"${failureTypes[category]}"` : '';
  return `,"messageFailure":{${reason}${failureType},"category":"${isLate ? 'async' : 'sync'}"}`;
}

function interactionType({ type, isMachine, salt }: SampleEvent): string | undefined {
  if (type === 'complaint') return 'spam_complaint';
  if (type === 'unsubscribe') return type;
  if (type !== 'open' && type !== 'click') return undefined;
  // Adobe tells machines apart in two ways; some rows have the flag alone.
  return isMachine && salt % 4 !== 0 ? `bot_${type}` : type;
}

function interactionBranch({ link, userAgent, isMachine }: SampleEvent, interaction: string): string {
  const bot = isMachine ? ',"isBot":true' : '';
  const linkPart =
    link === undefined
      ? ''
      : `,"urlID":"${link.id}","url":${jsonOfFixedText(link.url)},"label":${jsonOfFixedText(link.label)}`;
  const agent = userAgent === undefined ? '' : jsonOfFixedText(userAgent);
  const agentPart = agent === '' ? '' : `,"environment":{"browserDetails":{"userAgent":${agent}}}`;
  return `"messageInteraction":{"interactionType":"${interaction}"${bot}${linkPart}${agentPart}}`;
}
