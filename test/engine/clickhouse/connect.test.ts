import { expect, test } from 'vitest';
import { connectClickHouse } from '../../../src/engine/clickhouse/connect.ts';
import { parseClickHouseSource } from '../../../src/engine/clickhouse/source-url.ts';
import { ExitStatus } from '../../../src/errors.ts';

test('names every host that it tried, and why each is of no use', async () => {
  const source = parseClickHouseSource('clickhouse://reader:secret@127.0.0.1:1,nowhere.invalid:5/t');
  await expect(connectClickHouse(source, { environment: {} })).rejects.toMatchObject({
    exitStatus: ExitStatus.unavailable,
    message: expect.stringMatching(
      /^cannot reach ClickHouse at 127\.0\.0\.1:1 \(connection refused\), nowhere\.invalid:5 \(name not found.*\)$/,
    ),
  });
});
