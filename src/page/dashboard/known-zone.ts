import type { EmbeddedReport } from '../../render/embedded-report.ts';
import { isTimeZone } from '../../time-zone.ts';

/** The report itself, or in UTC where the browser does not know its time zone: zones are newer than some browsers. */
export function inKnownZone(embedded: EmbeddedReport): EmbeddedReport {
  const { report } = embedded;
  if (isTimeZone(report.window.timezone)) return embedded;
  const inUtc = <Part extends Pick<typeof report, 'window'>>(part: Part): Part => ({
    ...part,
    window: { ...part.window, timezone: 'UTC' },
  });
  const lastDay = report.lastDay === null ? null : inUtc(report.lastDay);
  return { ...embedded, report: { ...inUtc(report), lastDay } };
}
