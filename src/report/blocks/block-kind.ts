import type { Dialect } from '../../engine/dialect.ts';
import { blockSigns } from './block-signs.ts';

/**
 * SQL that gives what kind of block a bounce is, NULL where it is none: the sender's own word for it, else what the
 * first sign in its code and reason says.
 */
export function blockKind(dialect: Dialect, senderBlock: string, code: string, reason: string): string {
  const texts = `concat(coalesce(${code}, ''), ' ', coalesce(${reason}, ''))`;
  const branches = blockSigns.map(({ kind, patterns }) => {
    const found = dialect.matches(texts, dialect.text(`(?i)${patterns.join('|')}`));
    return `WHEN ${found} THEN ${kind === null ? 'NULL' : dialect.text(kind)}`;
  });
  return `CASE
    WHEN ${senderBlock} IS NOT NULL THEN ${senderBlock}
    ${branches.join('\n    ')}
  END`;
}
