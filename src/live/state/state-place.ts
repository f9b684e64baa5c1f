import { join } from 'node:path';

/** Where the state of an output folder lies: in a folder of its own that is hidden, and served to nobody. */
export const stateFile = (output: string): string => join(output, '.live-state', 'live-state.duckdb');
