import { createHash } from 'node:crypto';

/** How a policy names a style sheet or script that stands in the page, by what it says. */
export function inlineHash(content: string): string {
  return `'sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}'`;
}

/**
 * A policy under which a page runs and wears what it was made with, and asks nothing of any network; a live page may ask for
 * what lies beside it.
 */
export function securityPolicy(allowed: {
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  readonly besidePage?: boolean;
}): string {
  return [
    "default-src 'none'",
    `style-src ${allowed.styles.join(' ')}`,
    `script-src ${allowed.scripts.join(' ')}`,
    ...(allowed.besidePage ? ["img-src data: 'self'", "connect-src 'self'"] : ['img-src data:']),
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
