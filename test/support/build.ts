import { execFileSync } from 'node:child_process';

/** Builds dist/ once before the tests: pages inline their built scripts, and the command is tested as a process. */
export default function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
