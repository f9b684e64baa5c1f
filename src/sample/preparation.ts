import { type Chooser, chooser } from './chooser.ts';
import type { Failure } from './failure.ts';

// Found before anything is sent: no server has answered, so the codes are the sender's own in every format.
function ownFailure(code: string, reason: string): Failure {
  return { category: 'ignored', reason, code, adobeReason: reason, adobeCode: code };
}

/** Draws why a recipient was left out on purpose. */
export const chooseExclusion: Chooser<Failure> = chooser([
  [ownFailure('SUPPRESSED', 'Address on the suppression list'), 45],
  [ownFailure('OPT_OUT', 'Recipient opted out of email'), 25],
  [ownFailure('QUARANTINE', 'Address in quarantine after repeated bounces'), 15],
  [ownFailure('FREQUENCY', 'Too many messages this week (frequency rule)'), 10],
  [ownFailure('DUPLICATE', 'Address appears twice in the audience'), 5],
]);

/** Draws why a message could not be made, and therefore not be sent. */
export const chooseError: Chooser<Failure> = chooser([
  [ownFailure('MISSING_FIELD', 'Personalisation field missing: profile.person.firstName'), 40],
  [ownFailure('INVALID_ADDRESS', 'Invalid address syntax'), 25],
  [ownFailure('RENDERING', 'Template rendering failed: fragment "recommendations" timed out'), 20],
  [ownFailure('OFFER_SERVICE', 'Offer service unavailable'), 10],
  [ownFailure('TOO_LARGE', 'Rendered message larger than 2 MB'), 5],
]);
