#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { optimiseLate, runBundle } from './bundle.ts';
import { packageRoot } from './package-root.ts';

optimiseLate();
// Where Node can (from 22.8 on), it keeps what it compiled for the next run.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function')
  module.enableCompileCache();
// Once nothing is left to do or to write, memory need not be given back piece by piece.
process.once('beforeExit', () => process.exit());
runBundle(join(packageRoot(), 'dist/program.js'));
