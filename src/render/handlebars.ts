import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';

/** Handlebars without its compiler, which the build has no more use for: it would load longer than a page renders. */
export const handlebars = runtime as unknown as typeof Handlebars;
