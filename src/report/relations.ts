import { activityCountsQuery } from './counts/activity-counts.ts';
import { agentUseQuery } from './counts/agent-use.ts';
import { clicksQuery } from './counts/clicks.ts';
import { endingsQuery } from './counts/endings.ts';
import { engagementTimesQuery } from './counts/engagement-times.ts';
import { firstDeedsQuery } from './counts/first-deeds.ts';
import { impliedMomentsQuery, momentsQuery } from './counts/moments.ts';
import { peopleCountsQuery } from './counts/people-counts.ts';
import { firstTimesQuery, responseTimesQuery } from './counts/response-times.ts';
import { severalPeopleQuery } from './counts/several-people.ts';
import { sinceSendQuery } from './counts/since-send.ts';
import { spansQuery } from './counts/spans.ts';
import { toldEventsQuery } from './counts/told-events.ts';
import type { RowContext } from './row-relations.ts';

/** Those of the relations that are counted once, when they are laid. */
export const keptRelations = {
  /** How many of the counted events are alike in all that figures are counted by (see counts/event-counts.ts). */
  eventCounts: 'event_counts',
  /** How many messages are alike in what became of them (see counts/message-counts.ts). */
  messageCounts: 'message_counts',
  /** What was said of bounces, errors, exclusions and delays, and how often (see counts/failures.ts). */
  failures: 'failures',
  /** The reasons among them, by the key `original`, and what each is counted as. */
  reasonGroups: 'reason_groups',
  /** The programs that opened and clicked, by the key `agent`. */
  agents: 'agents',
  /** The links that were clicked, by the key `link`. */
  links: 'links',
} as const;

/**
 * The relations that the queries of the report read from: the kept ones by their names, the others as queries over rows, each by
 * the file of counts/ that it is named after.
 */
export function relationsOver(rows: RowContext) {
  const { engagement, activity, people, dialect, machineRules } = rows;
  return {
    ...keptRelations,
    /** When the first and the last event of each scope was. */
    spans: `(${spansQuery(keptRelations.eventCounts)})`,
    /** What counts over time, but for the next. */
    moments: `(${momentsQuery(rows)})`,
    /** The sends that only outcomes tell of, over time. */
    impliedMoments: `(${impliedMomentsQuery(rows)})`,
    /** The sends and bounces whose domain other rows of their messages tell. */
    toldDomains: `(${toldEventsQuery(rows, 'domain')})`,
    /** Those whose variant they tell. */
    toldVariants: `(${toldEventsQuery(rows, 'variant')})`,
    /** Opens and clicks over time. */
    engagementTimes: `(${engagementTimesQuery(engagement)})`,
    /** Opens and clicks by the time since their message was sent. */
    sinceSend: `(${sinceSendQuery(engagement)})`,
    /** Opens and clicks by program. */
    agentUse: `(${agentUseQuery(engagement)})`,
    /** How long after its send a message was first opened, clicked, unsubscribed from or complained of. */
    responseTimes: `(${responseTimesQuery(`(${firstTimesQuery(engagement)})`, dialect)})`,
    /** Unsubscribes and complaints. */
    endings: `(${endingsQuery(engagement)})`,
    /** One row per click. */
    clicks: `(${clicksQuery(engagement)})`,
    /** Opens and clicks by what the rules for machines say of them. */
    activityCounts: `(${activityCountsQuery(activity, machineRules)})`,
    /** The people who opened or clicked. */
    peopleCounts: `(${peopleCountsQuery(people)})`,
    /** When they first did so since their message was sent. */
    firstDeeds: `(${firstDeedsQuery(people)})`,
    /** Those of them whose events are of several variants, once for each. */
    severalPeople: `(${severalPeopleQuery({ activity, people, dialect })})`,
  };
}

/** Their names, or queries in brackets in their place, as sections are written with. */
export type Relations = { readonly [name in keyof ReturnType<typeof relationsOver>]: string };
