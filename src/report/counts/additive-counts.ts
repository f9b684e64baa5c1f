import type { MachineRules } from '../machines/rules/index.ts';
import type { Relations } from '../relations.ts';
import type { RowContext } from '../row-relations.ts';
import { activityColumns, activityCountsQuery } from './activity-counts.ts';
import { agentUseQuery } from './agent-use.ts';
import { endingsQuery } from './endings.ts';
import { engagementTimesQuery } from './engagement-times.ts';
import { eventCountsQuery } from './event-counts.ts';
import { failureColumns, failuresQuery } from './failures.ts';
import { firstDeedsQuery } from './first-deeds.ts';
import { messageCountsQuery } from './message-counts.ts';
import { impliedMomentsQuery, momentsQuery } from './moments.ts';
import { peopleColumns, peopleCountsQuery } from './people-counts.ts';
import { firstTimesQuery } from './response-times.ts';
import { severalDeeds, severalPeopleQuery } from './several-people.ts';
import { sinceSendQuery } from './since-send.ts';
import { toldEventsQuery } from './told-events.ts';

/** What all of them are written with. */
export interface CountedContext extends RowContext {
  /** The counted events with their `reason`, `code` and `sender_block`. */
  readonly countedRows: string;
}

/**
 * A relation whose weights add up: of two sets of events that have no message in common, nor a person where it is `of` people, it is the sum
 * of the relations of both, while their `agents` and `deliveryLinks` are those of all. So it can be kept, and brought up to date by what came
 * and what went, with a minus. Rows may have the same columns; one whose weights are all nought is not to be there.
 */
export interface AdditiveCount {
  readonly name: keyof Relations | 'firstTimes';
  readonly of: 'messages' | 'people';
  /** What it counts by; `scope` is the first. */
  readonly columns: (rules: MachineRules) => readonly string[];
  /** How many there are. */
  readonly weights: readonly string[];
  /** The query, which may have further columns. */
  readonly query: (context: CountedContext) => string;
}

const always =
  (...columns: readonly string[]) =>
  (): readonly string[] =>
    columns;

/** All of them, and the `firstTimes` that `responseTimes` are taken from. */
export const additiveCounts: readonly AdditiveCount[] = [
  {
    name: 'eventCounts',
    of: 'messages',
    columns: always(
      ...['scope', 'event_type', 'bounce_category', 'is_machine', 'implies_sent', 'has_message'],
      ...['domain', 'variant'],
    ),
    weights: ['events'],
    query: ({ events }) => eventCountsQuery(events),
  },
  {
    name: 'messageCounts',
    of: 'messages',
    columns: always('scope', 'domain', 'variant'),
    weights: ['implied_sent', 'delivered', 'pending', 'bounced'],
    query: ({ messages }) => messageCountsQuery(messages),
  },
  {
    name: 'failures',
    of: 'messages',
    columns: always(...failureColumns),
    weights: ['events'],
    query: ({ countedRows }) => failuresQuery(countedRows),
  },
  {
    name: 'moments',
    of: 'messages',
    columns: always('scope', 'metric', 'time'),
    weights: ['moments'],
    query: momentsQuery,
  },
  {
    name: 'impliedMoments',
    of: 'messages',
    columns: always('scope', 'metric', 'time'),
    weights: ['moments'],
    query: impliedMomentsQuery,
  },
  {
    name: 'toldDomains',
    of: 'messages',
    columns: always('scope', 'name', 'event_type', 'bounce_category'),
    weights: ['events'],
    query: (context) => toldEventsQuery(context, 'domain'),
  },
  {
    name: 'toldVariants',
    of: 'messages',
    columns: always('scope', 'name', 'event_type', 'bounce_category'),
    weights: ['events'],
    query: (context) => toldEventsQuery(context, 'variant'),
  },
  {
    name: 'engagementTimes',
    of: 'messages',
    columns: always('scope', 'event_type', 'is_machine', 'time'),
    weights: ['events'],
    query: ({ engagement }) => engagementTimesQuery(engagement),
  },
  {
    name: 'sinceSend',
    of: 'messages',
    columns: always('scope', 'event_type', 'is_machine', 'start'),
    weights: ['events'],
    query: ({ engagement }) => sinceSendQuery(engagement),
  },
  {
    name: 'agentUse',
    of: 'messages',
    columns: always('scope', 'agent', 'event_type', 'is_machine'),
    weights: ['events'],
    query: ({ engagement }) => agentUseQuery(engagement),
  },
  {
    name: 'firstTimes',
    of: 'messages',
    columns: always('scope', 'event_type', 'first_time', 'first_time_with_machines'),
    weights: ['messages'],
    query: ({ engagement }) => firstTimesQuery(engagement),
  },
  {
    name: 'endings',
    of: 'messages',
    columns: always('scope', 'event_type', 'person', 'domain', 'variant'),
    weights: ['events'],
    query: ({ engagement }) => endingsQuery(engagement),
  },
  {
    name: 'activityCounts',
    of: 'messages',
    columns: activityColumns,
    weights: ['events'],
    query: ({ activity, machineRules }) => activityCountsQuery(activity, machineRules),
  },
  {
    name: 'peopleCounts',
    of: 'people',
    columns: always(...peopleColumns),
    weights: ['people'],
    query: ({ people }) => peopleCountsQuery(people),
  },
  {
    name: 'firstDeeds',
    of: 'people',
    columns: always('scope', 'metric', 'start'),
    weights: ['people'],
    query: ({ people }) => firstDeedsQuery(people),
  },
  {
    name: 'severalPeople',
    of: 'people',
    columns: always('scope', 'name'),
    weights: severalDeeds,
    query: severalPeopleQuery,
  },
];
