import { ajo } from './ajo.ts';
import type { Format } from './format.ts';
import { native } from './native.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';

/** Every format that a dump may have. */
export const formats: readonly Format[] = [native, ajo, sendgrid, ses];
