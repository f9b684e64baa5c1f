import { writeFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

// Loaded ahead of a program, it kills that at its nth call that changes something on the disk: before the call, or in its midst.
const { KILL_AT_CALL, KILL_MIDWAY, CALLS } = process.env;
const fs = createRequire(import.meta.url)('node:fs');
const original = { ...fs };

const midway = {
  writeFile: (path, content) => original.writeFileSync(path, content.slice(0, content.length / 2)),
  rm: (path) => {
    const [first] =
      original.existsSync(path) && original.statSync(path).isDirectory()
        ? original.readdirSync(path).sort().reverse()
        : [];
    if (first !== undefined) original.rmSync(join(path, first), { recursive: true });
  },
};
midway.rmSync = midway.rm;

let calls = 0;

function watch(module, name) {
  const call = module[name];
  module[name] = (...given) => {
    calls += 1;
    if (calls === Number(KILL_AT_CALL)) {
      if (KILL_MIDWAY === 'true') midway[name]?.(...given);
      process.kill(process.pid, 'SIGKILL');
    }
    return call(...given);
  };
}

const names = [
  'rename',
  'mkdir',
  'mkdtemp',
  'rm',
  'rmdir',
  'unlink',
  'writeFile',
  'link',
  'copyFile',
  'chmod',
  'chown',
  'utimes',
];
for (const name of names) {
  watch(fs.promises, name);
  watch(fs, `${name}Sync`);
}
syncBuiltinESMExports();
if (CALLS !== undefined) process.on('exit', () => writeFileSync(CALLS, String(calls)));
