import { join } from 'node:path';
import { runBundle } from './bundle.ts';
import { packageRoot } from './package-root.ts';

/** What the thread that draws pages starts with. */
runBundle(join(packageRoot(), 'dist/page-renderer.js'));
