import { ajo } from './ajo.ts';
import type { Format } from './format.ts';
import { native } from './native.ts';

/** Every format that a dump may have. */
export const formats: readonly Format[] = [native, ajo];
