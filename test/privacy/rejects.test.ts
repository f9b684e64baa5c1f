import { expect, it } from 'vitest';
import { rejectsText } from '../../src/dump/rejects.ts';
import { computeFiles, ndjson } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const sent = { event_type: 'sent', timestamp: 1_795_334_400 };

async function causesOf(rows: readonly object[]): Promise<readonly string[]> {
  const { rejects } = await computeFiles([temporaryFile('dump.ndjson', ndjson([sent, ...rows]))]);
  return rejects.map(({ cause }) => cause);
}

it('quotes the word of an unknown event, unless it is of the recipient', async () => {
  expect(
    await causesOf([
      { ...sent, event_type: 'seen', recipient: 'ada@example.com' },
      { ...sent, event_type: 'ada', recipient: 'Ada@example.com' },
      { ...sent, event_type: 'ada.lovelace' },
    ]),
  ).toEqual(['unknown event type "seen"', 'unknown event type', 'unknown event type']);
});

it('quotes no words where there are too many for those of a sender: a column of people, maybe', async () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const causes = await causesOf(letters.map((letter) => ({ ...sent, event_type: `person_${letter}` })));
  expect(new Set(causes)).toEqual(new Set(['unknown event type']));
});

it('writes no address that a file is named after', () => {
  const reject = { file: 'exports/ada@example.com.csv', line: 2, cause: 'no event type' };
  expect(rejectsText([reject])).toBe('{"file":"exports/…@…","line":2,"cause":"no event type"}\n');
});
