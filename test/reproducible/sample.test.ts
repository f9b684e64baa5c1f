import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleFormats } from '../../src/sample/format-names.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { otherNode } from './other-node.ts';
import { runIn } from './runs.ts';

it.each(sampleFormats)(
  'makes the same %s dump in any Node, zone and language, whatever the time',
  async (format) => {
    const folder = temporaryFolder();
    const options = (name: string) => [
      'sample',
      join(folder, name),
      '--recipients',
      '300',
      '--seed',
      '7',
      '--format',
      format,
    ];
    await Promise.all([
      runIn({ env: { TZ: 'UTC', LC_ALL: 'C' } }, options('one')),
      runIn(
        { node: otherNode?.path, env: { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8', SOURCE_DATE_EPOCH: '1' } },
        options('other'),
      ),
    ]);
    const [one, other] = ['one', 'other'].map((name) => readFileSync(join(folder, name)));
    expect(one?.length).toBeGreaterThan(10_000);
    expect(other?.equals(one ?? Buffer.alloc(0))).toBe(true);
  },
);
