import * as z from 'zod';
import { blockKinds } from '../../dump/formats/format.ts';
import { blockKind } from '../blocks/block-kind.ts';
import { providerNameOf } from '../providers/provider-of.ts';
import { bounceCategories } from './bounce-categories.ts';
import { byCountThenText } from './reason-order.ts';
import { type Section, shareOf } from './section.ts';

const kind = z.enum(blockKinds);
const category = z.enum(bounceCategories);

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      provider: z.string().nullable(),
      kind,
      category,
      reason: z.string().nullable(),
      code: z.string().nullable(),
      count: z.int().positive(),
      share: z.number().nonnegative().nullable(),
    }),
  ),
});

const rowSchema = z.object({
  domain: z.string().nullable(),
  kind,
  bounce_category: category,
  reason: z.string().nullable(),
  code: z.string().nullable(),
  count: z.int(),
});

interface Block extends Omit<z.infer<typeof rowSchema>, 'domain' | 'bounce_category'> {
  readonly provider: string | null;
  readonly category: (typeof bounceCategories)[number];
}

const mostFirst = byCountThenText<Block>((block) => [
  block.provider,
  block.kind,
  block.category,
  block.reason,
  block.code,
]);

/** The blocks that agree in all that a key is made of, as one with the figures of the most frequent and the sum of all. */
function summed(blocks: readonly Block[], keyOf: (block: Block) => readonly unknown[]): readonly Block[] {
  const groups = new Map<string, Block>();
  for (const block of [...blocks].sort(mostFirst)) {
    const key = JSON.stringify(keyOf(block));
    const group = groups.get(key);
    groups.set(key, group === undefined ? block : { ...group, count: group.count + block.count });
  }
  return [...groups.values()];
}

/**
 * Bounces by which a receiver blocks the sender, whatever category they were counted as: by mailbox provider (null for
 * all others together), kind and category, each with its most frequent reason, as shares of all bounces, the most frequent first.
 */
export const blocks: Section<'blocks', typeof schema> = {
  id: 'blocks',
  schema,
  absent: { rows: [] },
  query: ({ failures, reasonGroups, dialect }) => `
    SELECT
      scope,
      domain,
      kind,
      bounce_category,
      reason,
      code,
      bounces AS count
    FROM (
      SELECT
        scope,
        domain,
        bounce_category,
        original,
        code,
        bounces,
        ${blockKind(dialect, 'sender_block', 'code', 'original')} AS kind
      FROM (
        SELECT scope, domain, bounce_category, sender_block, reason AS original, code, events AS bounces
        FROM ${failures}
        WHERE event_type = 'bounce'
      ) AS counted
    ) AS found
    ${dialect.leftJoin} (SELECT original, reason FROM ${reasonGroups}) AS named USING (original)
    WHERE kind IS NOT NULL`,
  shape: (rows, { totals }) => {
    const found = rows
      .map((row) => rowSchema.parse(row))
      .map(({ domain, bounce_category, ...block }) => ({
        ...block,
        provider: providerNameOf(domain),
        category: bounce_category,
      }));
    const byReason = summed(found, (one) => [one.provider, one.kind, one.category, one.reason, one.code]);
    const byKind = summed(byReason, (one) => [one.provider, one.kind, one.category]);
    return {
      rows: [...byKind].sort(mostFirst).map((block) => ({
        provider: block.provider,
        kind: block.kind,
        category: block.category,
        reason: block.reason,
        code: block.code,
        count: block.count,
        share: shareOf(block.count, totals.bounces),
      })),
    };
  },
};
