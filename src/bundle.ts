import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { hasErrorCode } from './errors.ts';

/**
 * Has V8 optimise what runs long only: a report takes half a second, in which most of what it would optimise beside the
 * program never pays for itself. Only the V8 of Node 20 needs to be told, and knows this flag. To be called before anything that is compiled ahead, which holds for the same flags only.
 */
export function optimiseLate(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=1000000');
}

/** Where the build puts the compiled code of a bundle: of use to this V8, with these flags on this processor, only. */
export function codeCacheOf(bundle: string): string {
  return bundle.replace(/\.js$/, `-${cachedDataVersionTag().toString(36)}.cache`);
}

/** A bundle as Node wraps CommonJS modules. */
export function compileBundle(bundle: string, cachedData?: Buffer): Script {
  const source = readFileSync(bundle, 'utf8');
  const wrapped = `(function (exports, require, module, __filename) {${source}\n})`;
  return new Script(wrapped, { filename: bundle, ...(cachedData === undefined ? {} : { cachedData }) });
}

/** Runs what `compileBundle` gave. */
export function runCompiled(script: Script, bundle: string): void {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle);
}

function readCodeCache(bundle: string): Buffer | undefined {
  try {
    return readFileSync(codeCacheOf(bundle));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Runs a bundle of the build. Where the build was made by another Node, its compiled code is of no use, and the bundle is
 * compiled as any module is.
 */
export function runBundle(bundle: string): void {
  const cachedData = readCodeCache(bundle);
  if (cachedData === undefined) createRequire(bundle)(bundle);
  else runCompiled(compileBundle(bundle, cachedData), bundle);
}
