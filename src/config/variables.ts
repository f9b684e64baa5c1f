import type { Key } from '../files/fault.ts';
import { ConfigFault } from './config-fault.ts';
import { secretPlaceOf } from './secret-places.ts';

/** `$${`, or a variable up to its closing brace, which may be missing. */
const variable = /\$\$\{|\$\{([^}]*)(\}?)/g;

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const noVariable = 'has a ${ that begins no variable: write ${NAME}, or $${ for the characters themselves';

/** The value of a variable; undefined where it is not set, or to nothing. */
export function variableOf(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  // `constructor` is no variable, but an object has it.
  return Object.hasOwn(environment, name) ? environment[name] || undefined : undefined;
}

function filledText(text: string, keys: readonly Key[], environment: NodeJS.ProcessEnv): string {
  return text.replace(variable, (written, name: string | undefined, end: string) => {
    if (name === undefined) return '${';
    // What is between the braces may be anything, so it is not repeated.
    if (end === '' || !variableName.test(name)) throw new ConfigFault(keys, noVariable);
    const value = variableOf(name, environment);
    if (value === undefined) throw new ConfigFault(keys, `the variable ${written} is not set`);
    return value;
  });
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The value of a config with the variables in its texts filled in, but for those that stand for secrets.
 * @throws ConfigFault for a variable that is not set or not written as one.
 */
export function fillVariables(value: unknown, environment: NodeJS.ProcessEnv): unknown {
  const within = new Set<unknown>();
  const filled = (part: unknown, keys: readonly Key[]): unknown => {
    if (typeof part === 'string') {
      return secretPlaceOf(keys)?.length === keys.length ? part : filledText(part, keys, environment);
    }
    if (!Array.isArray(part) && !isPlainObject(part)) return part;
    if (within.has(part)) throw new ConfigFault(keys, 'holds itself');
    within.add(part);
    const result = Array.isArray(part)
      ? part.map((entry, index) => filled(entry, [...keys, index]))
      : Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, filled(entry, [...keys, key])]));
    within.delete(part);
    return result;
  };
  return filled(value, []);
}
