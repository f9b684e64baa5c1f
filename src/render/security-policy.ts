import { createHash } from 'node:crypto';

const hash = (content: string): string =>
  `'sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}'`;

/** A policy under which a page runs and wears what it was made with, and asks nothing of any network. */
export function securityPolicy(styles: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${hash(styles)}`,
    `script-src ${hash(script)}`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
