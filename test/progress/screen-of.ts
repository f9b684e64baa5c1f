const introducer = '\u001b';

/** A control sequence, or a character. */
const pieces = new RegExp(`${introducer}\\[\\??\\d*[A-Za-z]|[^]`, 'gu');

/** The lines that a terminal shows after it was written to: it knows line feed, return, and the erasing of a line. */
export function screenOf(written: string): readonly string[] {
  const lines = [''];
  let column = 0;
  for (const [piece] of written.matchAll(pieces)) {
    const last = lines.length - 1;
    const line = lines[last] ?? '';
    if (piece === '\n') {
      lines.push('');
      column = 0;
    } else if (piece === '\r') column = 0;
    else if (piece === `${introducer}[2K`) lines[last] = '';
    else if (!piece.startsWith(introducer)) {
      lines[last] = line.slice(0, column).padEnd(column) + piece + line.slice(column + 1);
      column += 1;
    }
  }
  return lines;
}
