import { Cron } from 'croner';

const fields = ['minute', 'hour', 'day of the month', 'month', 'day of the week'] as const;

/** The times of a cron expression of five fields, in the wall time of a zone; nothing runs by itself. */
function cronOf(expression: string, timezone: string): Cron {
  return new Cron(expression, { timezone, paused: true, mode: '5-part' });
}

function canBeRead(expression: string): boolean {
  try {
    cronOf(expression, 'UTC');
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a cron expression, as the end of a sentence about it; undefined where it is one. */
export function cronFault(expression: string): string | undefined {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length) return `must have five fields: ${fields.join(', ')}`;
  const wrong = fields.find((_, index) => {
    return !canBeRead(parts.map((part, other) => (other === index ? part : '*')).join(' '));
  });
  if (wrong !== undefined) return `is no cron expression: its ${wrong} cannot be read`;
  // From a fixed day on, so that what is right today is right tomorrow.
  return cronOf(expression, 'UTC').nextRun(new Date(0)) === null
    ? 'names a time that never comes'
    : undefined;
}
