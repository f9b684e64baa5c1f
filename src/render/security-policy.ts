import { createHash } from 'node:crypto';

/** How a policy names a style sheet or script that stands in the page, by what it says. */
export function inlineHash(content: string): string {
  return `'sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}'`;
}

/** A policy under which a page runs and wears what it was made with, and asks nothing of any network. */
export function securityPolicy(allowed: {
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}): string {
  return [
    "default-src 'none'",
    `style-src ${allowed.styles.join(' ')}`,
    `script-src ${allowed.scripts.join(' ')}`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
