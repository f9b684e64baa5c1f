import { type Failure, failureOf } from './failure.ts';
import type { MailProvider } from './mail-domains.ts';

const greylisted = failureOf('transientFailure', '450 4.7.1', 'Greylisted, please try again in 300 seconds');

/** What each provider answers when it wants the message again later. */
const answers: Record<MailProvider, Failure> = {
  google: failureOf('transientFailure', '421 4.7.28', 'Unusual rate of mail from your IP address'),
  microsoft: failureOf('transientFailure', '451 4.7.500', 'Server busy. Please try again later'),
  yahoo: failureOf('transientFailure', '421 4.7.0', '[TSS04] Temporarily deferred due to unexpected volume'),
  orange: failureOf(
    'transientFailure',
    '421 4.7.1',
    'Service refusé, veuillez essayer plus tard. OFR006_104',
  ),
  free: greylisted,
  laposte: failureOf('transientFailure', '421 4.7.0', 'Trop de connexions. Too many connections. LPN105_209'),
  unitedInternet: failureOf('transientFailure', '421 4.3.2', 'Service temporarily not available'),
  apple: failureOf('transientFailure', '450 4.2.0', 'Try again later'),
  company: greylisted,
};

/** Why this provider puts a message off. */
export function delayOf(provider: MailProvider): Failure {
  return answers[provider];
}
