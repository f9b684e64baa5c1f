import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = new URL('../..', import.meta.url).pathname;

/** The commands that a page shows, in their order. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^npx email-live-report (.*)$/gm)].map(([, args = '']) => args);
}

it('runs every command of the README, in its order, as a reader would', async () => {
  const commands = commandsOf('README.md');
  expect(commands.length).toBeGreaterThan(4);
  const cwd = temporaryFolder();
  for (const folder of ['samples', 'examples'])
    cpSync(join(root, folder), join(cwd, folder), { recursive: true });
  for (const command of commands) {
    const { status, stderr } = await run(command.split(' '), { cwd });
    expect(`${command}: ${status} ${stderr}`).toBe(`${command}: 0 `);
  }
  expect(readdirSync(join(cwd, 'output'))).toContain('index.html');
});

it('runs the commands of five minutes for a nightly report, with the example of a config', async () => {
  const { port, mailbox } = await startReceivingServer({
    user: { name: 'reports', password: 'reports' },
  });
  const cwd = temporaryFolder();
  for (const folder of ['samples', 'examples'])
    cpSync(join(root, folder), join(cwd, folder), { recursive: true });
  const page = readFileSync(join(root, 'docs/nightly.md'), 'utf8');
  const [, source = '', target = ''] = /^ +cp (\S+) (\S+)$/m.exec(page) ?? [];
  const config = join(cwd, target, basename(source));
  // What a reader puts in: a mail server.
  const example = readFileSync(join(cwd, source), 'utf8');
  const server = `host: 127.0.0.1\n  port: ${port}\n  tls: none`;
  writeFileSync(config, example.replace('host: smtp.example.com', server));
  const [, ...variables] = /^ +export (SMTP_USER)=\S+ (SMTP_PASSWORD)=/m.exec(page) ?? [];
  const env = Object.fromEntries(variables.map((name) => [name, 'reports']));

  const commands = [...page.matchAll(/^ +npx email-live-report (.*)$/gm)].map(([, args = '']) => args);
  expect(commands).toEqual(['run --dry-run', 'run']);
  const said = [];
  for (const command of commands) {
    const { status, stdout, stderr } = await run(command.split(' '), { cwd, env });
    expect(`${command}: ${status} ${stderr}`).toBe(`${command}: 0 `);
    said.push(stdout);
  }
  // It says what the page shows, but for the day and the size.
  const shown = [...page.matchAll(/^ +```text\n([\s\S]*?)^ +```$/gm)].map(([, text = '']) =>
    text.replace(/^ {3}/gm, ''),
  );
  const known = (text: string): string =>
    text
      .replace(/\d{4}-\d\d-\d\d/g, 'day')
      .replace(/\d+ KB/g, 'size')
      .replace(/[\u00a0\u202f]/g, ' ');
  expect(said.map(known)).toEqual(shown.map(known));
  expect(mailbox).toHaveLength(3);
});

it('links to pages that are there', () => {
  const pages = [
    'README.md',
    ...['docs', 'docs/formats'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${folder}/${name}`),
    ),
  ];
  for (const page of pages) {
    const folder = join(root, page, '..');
    for (const [, link = ''] of readFileSync(join(root, page), 'utf8').matchAll(
      /\]\((?!https?:)([^)#]+)\)/g,
    )) {
      expect(() => readFileSync(join(folder, link)), `${page}: ${link}`).not.toThrow();
    }
  }
});

it('shows the example of a mapping file as it is', () => {
  const example = readFileSync(join(root, 'examples/home-made-log.mapping.yaml'), 'utf8');
  expect(readFileSync(join(root, 'docs/mapping.md'), 'utf8')).toContain(`\`\`\`yaml\n${example}\`\`\``);
});
