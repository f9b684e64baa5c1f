import templates from 'compiled-templates';

/** Stands for src/render/assets.ts in the page, which carries the templates that its scripts fill in. */
export function readTemplates(): Readonly<Record<string, object>> {
  return templates;
}
