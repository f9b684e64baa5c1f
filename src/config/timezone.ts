import { canonicalTimezone } from '../report/local-clock.ts';

/** The time zone to report in: the one asked for (an IANA name), else the machine's. */
export function chooseTimezone(asked: string | undefined): string {
  return asked === undefined
    ? new Intl.DateTimeFormat('en-US').resolvedOptions().timeZone
    : canonicalTimezone(asked);
}
