import type { MachineRule } from '../rule.ts';

/**
 * A click of a message before its first open, which then comes from another agent: a scanner tried the link, a person read
 * it later. Agents that are unknown say nothing, and so does a first open that two agents made at the same moment.
 */
export const clickBeforeOpen: MachineRule<'click-before-open'> = {
  id: 'click-before-open',
  summary: 'Clicks before the first open of the message, which another agent makes',
  looksAt: ['click'],
  limits: { seconds: null, links: null },
  lookup: ({ engagement, dialect }) => {
    // Opens are many, and few of them are of a message that was clicked.
    const opensOfClicked = `
      SELECT scope, message, time, agent
      FROM (SELECT scope, message, time, agent FROM ${engagement} WHERE event_type = 'open') AS opens
      ${dialect.innerJoin} (
        SELECT scope, message
        FROM ${engagement}
        WHERE event_type = 'click' AND message IS NOT NULL
        GROUP BY scope, message
      ) AS clicked USING (scope, message)`;
    return {
      relation: `
        SELECT scope, message, first_open, min(agent) AS opened_with
        FROM (
          SELECT scope, message, time, agent, first_open
          FROM (${opensOfClicked}) AS opens
          ${dialect.innerJoin} (
            SELECT scope, message, min(time) AS first_open
            FROM (${opensOfClicked}) AS opens
            GROUP BY scope, message
          ) AS first_opens USING (scope, message)
        ) AS timed
        WHERE time = first_open
        GROUP BY scope, message, first_open
        HAVING count(agent) = count(*) AND min(agent) = max(agent)`,
      columns: ['first_open', 'opened_with'],
    };
  },
  catches: () => 'time < first_open AND agent <> opened_with',
};
