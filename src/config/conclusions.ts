import { UsageError } from '../errors.ts';
import { type FindingSettings, usualSettings } from '../report/findings/settings.ts';
import { parseStretch } from './stretch.ts';

/** What the options choose about findings. */
export function chooseConclusions({
  retryWindow,
}: {
  readonly retryWindow?: string | undefined;
}): FindingSettings {
  if (retryWindow === undefined) return usualSettings;
  const stretch = parseStretch(retryWindow);
  if (typeof stretch === 'number') return { ...usualSettings, retryWindow: stretch };
  throw new UsageError(`--retry-window: "${retryWindow}" ${stretch.message}`, stretch.hint);
}
