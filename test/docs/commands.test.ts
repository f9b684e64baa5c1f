import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../cli/run.ts';
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
