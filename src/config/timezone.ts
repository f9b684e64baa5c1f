import { UsageError } from '../errors.ts';

/**
 * The time zone to report in, by its IANA name: the one asked for, else the machine's, else UTC.
 * @throws UsageError where there is no such zone
 */
export function chooseTimezone(asked: string | undefined): string {
  try {
    // A machine whose zone is set to nonsense has none at all.
    return new Intl.DateTimeFormat('en-US', { timeZone: asked }).resolvedOptions().timeZone ?? 'UTC';
  } catch {
    throw new UsageError(
      `--timezone: "${asked}" is no time zone`,
      'use an IANA name such as Europe/Paris or UTC',
    );
  }
}
