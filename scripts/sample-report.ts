import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Makes every output of the committed samples in both languages below output/, and says where they are. */
const root = fileURLToPath(new URL('..', import.meta.url));

for (const locale of ['en', 'fr']) {
  for (const sample of ['native', 'ajo']) {
    const { status } = spawnSync(
      process.execPath,
      [
        'dist/cli.js',
        `samples/${sample}.ndjson`,
        ...[
          '--output',
          `output/${locale}`,
          '--locale',
          locale,
          '--timezone',
          'Europe/Paris',
          '--pdf',
          '--csv',
        ],
      ],
      { cwd: root, stdio: 'inherit' },
    );
    if (status !== 0) process.exit(status ?? 1);
  }
}
