import * as z from 'zod';
import { findingLevels } from '../findings/finding.ts';
import { findingIds, mostFindings } from '../findings/index.ts';
import type { Section } from './section.ts';

const number = z.number().nullable();
const text = z.string().nullable();

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        finding: z.enum(findingIds),
        level: z.enum(findingLevels),
        section: text,
        subject: text,
        value: number,
        limit: number,
        count: number,
        whole: number,
        low: number,
        high: number,
      }),
    )
    .max(mostFindings),
});

const nothingFound: z.infer<typeof schema> = { rows: [] };

/** What the figures mean, in at most five findings. They are drawn from all other sections: conclude.ts fills them in. */
export const findings: Section<'findings', typeof schema> = {
  id: 'findings',
  schema,
  absent: nothingFound,
  shape: () => nothingFound,
};
