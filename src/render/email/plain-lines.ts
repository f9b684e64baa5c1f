/** How long a line of plain text may be: RFC 5322 recommends it, and quoting marks still fit before it. */
export const lineWidth = 78;

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns of a fixed-width font a text takes: two for a letter of the wide scripts and for an emoji. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : character.length;
  return columns;
}

export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - columnsOf(text))) + text;

/** A text in lines, broken at spaces, and within a word that is longer than a line. Further lines are indented. */
export function wrap(text: string, indent = 0, width = lineWidth): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const margin = (): string => (lines.length === 0 ? '' : ' '.repeat(indent));
  const room = (): number => width - columnsOf(margin());
  const finish = (): void => {
    lines.push(margin() + line);
    line = '';
  };
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(`${line} ${word}`) > room()) finish();
    line += line === '' ? '' : ' ';
    for (const character of word) {
      if (columnsOf(line + character) > room()) finish();
      line += character;
    }
  }
  finish();
  return lines;
}

/** A heading and the line below it. */
export function underlined(text: string, stroke: string): readonly string[] {
  const lines = wrap(text);
  return [...lines, stroke.repeat(Math.max(...lines.map(columnsOf)))];
}
