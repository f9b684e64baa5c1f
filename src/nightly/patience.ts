import type { SmtpSettings } from '../mail/smtp-session.ts';

/**
 * Whether a run still waits for a server that does not answer. It does so once: what could not be handed over after all
 * retries is not waited for again with each further delivery, which may be hundreds.
 */
export interface Patience {
  spent: boolean;
}

/** The settings of a server, without retries where the patience is spent. */
export function within(settings: SmtpSettings, { spent }: Patience): SmtpSettings {
  return spent ? { ...settings, retries: { ...settings.retries, times: 0 } } : settings;
}
