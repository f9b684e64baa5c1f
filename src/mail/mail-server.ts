import type { SmtpConfig } from '../config/config.ts';
import { readSecret } from '../config/secret.ts';
import { readText } from '../files/read-text.ts';
import type { DkimKey } from './compose.ts';
import type { SmtpSettings } from './smtp-session.ts';

/** A mail server as it is used: its secrets are read, and kept no longer than a run. */
export interface MailServer {
  readonly settings: SmtpSettings;
  readonly dkim: DkimKey | null;
}

const hints = { missing: 'see smtp.ca in the config', unreadable: 'make it readable' };

/**
 * Reads the secrets and certificates that a mail server needs.
 * @throws CommandError that names the variable or file which is not there, never what is in it
 */
export async function readMailServer(
  { auth, ca, dkim, ...rest }: SmtpConfig,
  environment: NodeJS.ProcessEnv,
): Promise<MailServer> {
  return {
    settings: {
      ...rest,
      auth:
        auth === null ? null : { user: auth.user, password: await readSecret(auth.password, environment) },
      ca: ca === null ? null : await readText(ca, hints),
    },
    dkim:
      dkim === null
        ? null
        : {
            domain: dkim.domain,
            selector: dkim.selector,
            privateKey: await readSecret(dkim.key, environment),
          },
  };
}
