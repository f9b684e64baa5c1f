/** Says what is at work: to whoever waits, and in no result. */
export function progress(text: string): void {
  process.stderr.write(`  ${text}\n`);
}
