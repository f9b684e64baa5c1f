import * as z from 'zod';
import { type Section, shareOf } from './section.ts';

const statuses = ['delivered', 'bounces', 'errors'] as const;

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        status: z.enum(statuses),
        count: z.int().nonnegative(),
        share: z.number().nonnegative().nullable(),
      }),
    )
    .max(statuses.length),
});

/** How the sending ended. The shares are of the three outcomes together and add up to 1. */
export const sendingStatistics: Section<'sending-statistics', typeof schema> = {
  id: 'sending-statistics',
  schema,
  shape: (_rows, { totals }) => {
    const whole = totals.delivered + totals.bounces + totals.errors;
    return {
      rows: statuses.map((status) => ({
        status,
        count: totals[status],
        share: shareOf(totals[status], whole),
      })),
    };
  },
};
