import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * A nightly report on AWS Lambda: EventBridge Scheduler calls it with {"date": "2026-11-22"} or nothing. The function has
 * the package beside it (node_modules), the config at CONFIG, and a file system of its own that lasts (EFS) for `state`
 * and `output` in the config: what is below /tmp is gone with the machine, and so would be who was mailed.
 */
const command = fileURLToPath(
  new URL(process.env.EMAIL_LIVE_REPORT ?? 'node_modules/email-live-report/dist/cli.js', import.meta.url),
);

export async function handler(event = {}) {
  const date = typeof event.date === 'string' ? ['--date', event.date] : [];
  const { status, lines, errors } = await run([
    'run',
    '--config',
    process.env.CONFIG ?? 'email-live-report.config.yaml',
    '--log',
    'json',
    ...date,
  ]);
  // A failed call is called again by Lambda, which is right: nobody gets the same report twice.
  if (status !== 0) throw new Error(`email-live-report ended with ${status}: ${errors.trim()}`);
  return { events: lines.map((line) => JSON.parse(line)) };
}

function run(args) {
  return new Promise((resolve, reject) => {
    // Only below /tmp can a function write what it does not mean to keep.
    const child = spawn(process.execPath, [command, ...args], { env: { HOME: '/tmp', ...process.env } });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
      process.stderr.write(text);
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, errors, lines: output.split('\n').filter(Boolean) }));
  });
}
