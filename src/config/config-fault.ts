import type { Fault, Key } from '../files/fault.ts';

/** Something wrong with a config, at a place of it; whoever reads the file adds its name and the line. */
export class ConfigFault extends Error implements Fault {
  readonly keys: readonly Key[];

  constructor(keys: readonly Key[], message: string) {
    super(message);
    this.name = 'ConfigFault';
    this.keys = keys;
  }
}
