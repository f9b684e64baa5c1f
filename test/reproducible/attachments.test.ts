import { expect, it, vi } from 'vitest';
import { reportOf } from '../support/report-of.ts';

it('packs the same archive of tables in every zone: it has no date', async () => {
  const report = await reportOf([{ event_type: 'sent', timestamp: '2026-11-22T09:00:00Z', message_id: 'm' }]);
  const never = () => Promise.reject(new Error('not asked for'));
  const archives: string[] = [];
  for (const zone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    vi.stubEnv('TZ', zone);
    vi.resetModules();
    const { attachmentsOf } = await import('../../src/nightly/attachments.ts');
    const [archive] = await attachmentsOf({ report, page: never, pdf: never }, ['csv']);
    archives.push(Buffer.from(archive?.content ?? '').toString('base64'));
  }
  vi.unstubAllEnvs();
  expect(archives[0]?.length).toBeGreaterThan(1000);
  expect(new Set(archives).size).toBe(1);
});
