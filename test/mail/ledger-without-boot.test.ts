import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openLedger } from '../../src/mail/ledger.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { mailTo } from './mail-to.ts';

vi.mock('../../src/mail/boot.ts', () => ({ bootId: async () => null }));

it('leaves a mail unknown whose dot was noted, where nothing tells whether the machine went down since', async () => {
  const path = join(temporaryFolder(), 'ledger.duckdb');
  const ann = mailTo('ann@example.com');
  const ledger = await openLedger(path, 0, () => undefined);
  await ledger.note(ann, 'dot');
  ledger.close();
  const next = await openLedger(path, 0, () => undefined);
  expect(await next.stateOf(ann)).toBe('unknown');
  next.close();
});
