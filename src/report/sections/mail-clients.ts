import * as z from 'zod';
import { engagementOf, engagementSums } from '../counting.ts';
import { devices, mailReaderOf } from '../user-agents/mail-reader.ts';
import { compareText } from './reason-order.ts';
import { type EngagementSection, shareOf } from './section.ts';

const count = z.int().nonnegative();
const share = z.number().nonnegative().nullable();

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      kind: z.enum(['device', 'client']),
      name: z.string().nullable(),
      opens: count,
      openShare: share,
      clicks: count,
      clickShare: share,
    }),
  ),
});

type Row = z.infer<typeof schema>['rows'][number];

const rowSchema = z.object({
  user_agent: z.string().nullable(),
  opens: count,
  clicks: count,
  machine_opens: count,
  machine_clicks: count,
});

/** What one device or client opened and clicked. */
interface Tally {
  opens: number;
  clicks: number;
}

/** The most used first, what did not tell its name last. */
function byUse(left: Row, right: Row): number {
  if (left.name === null || right.name === null)
    return Number(left.name === null) - Number(right.name === null);
  return right.opens - left.opens || right.clicks - left.clicks || compareText(left.name, right.name);
}

/**
 * Opens and clicks by device (`phone`, `tablet`, `computer`) and by mail client or browser; the name is null where the user
 * agent does not tell. Events are counted, not people: somebody may read on several. None where no event names a program.
 */
export const mailClients: EngagementSection<'mail-clients', typeof schema> = {
  id: 'mail-clients',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: ({ agentUse, agents, dialect }) => `
    SELECT scope, user_agent, opens, clicks, machine_opens, machine_clicks
    FROM (
      SELECT
        scope,
        agent,
        ${engagementSums}
      FROM ${agentUse}
      GROUP BY scope, agent
    ) AS used
    ${dialect.leftJoin} (SELECT agent, user_agent FROM ${agents}) AS named USING (agent)`,
  shape: (rows, { totals, machines }) => {
    const tallies = { device: new Map<string | null, Tally>(), client: new Map<string | null, Tally>() };
    const add = (kind: keyof typeof tallies, name: string | null, { opens, clicks }: Tally): void => {
      const tally = tallies[kind].get(name) ?? { opens: 0, clicks: 0 };
      tallies[kind].set(name, { opens: tally.opens + opens, clicks: tally.clicks + clicks });
    };
    for (const row of rows) {
      const { user_agent, ...counts } = rowSchema.parse(row);
      const used = engagementOf(counts, machines);
      if (used.opens + used.clicks === 0) continue;
      const { device, client } = mailReaderOf(user_agent ?? '');
      add('device', device, used);
      add('client', client, used);
    }
    const rowsOf = (kind: keyof typeof tallies): Row[] =>
      [...tallies[kind]].map(([name, { opens, clicks }]) => ({
        kind,
        name,
        opens,
        openShare: shareOf(opens, totals.opens),
        clicks,
        clickShare: shareOf(clicks, totals.clicks),
      }));
    const all = [
      ...rowsOf('device').sort((left, right) => placeOf(left) - placeOf(right)),
      ...rowsOf('client').sort(byUse),
    ];
    return { rows: all.some(({ name }) => name !== null) ? all : [] };
  },
};

/** Devices always stand in the same order. */
function placeOf({ name }: Row): number {
  const names: readonly (string | null)[] = devices;
  return name === null ? names.length : names.indexOf(name);
}
