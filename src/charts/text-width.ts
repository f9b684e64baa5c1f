import advances from './inter-advances.json' with { type: 'json' };

export type Weight = 400 | 600;

const widths: Record<Weight, ReadonlyMap<string, number>> = {
  400: new Map(Object.entries(advances['400'])),
  600: new Map(Object.entries(advances['600'])),
};

/** Full-width scripts take a whole em; anything else that Inter lacks is measured as a middling letter. */
function advanceOf(character: string, weight: Weight): number {
  const known = widths[weight].get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  return code >= 0x1100 && (code < 0x2000 || code >= 0x2e80) ? 1000 : 600;
}

/** Width in pixels of a text set in Inter, by the font's own advance widths. */
export function textWidth(text: string, fontSize: number, weight: Weight = 400): number {
  let width = 0;
  for (const character of text) width += advanceOf(character, weight);
  return (width * fontSize) / 1000;
}

/** The text itself where it fits the width, else its beginning and an ellipsis. */
export function fitText(text: string, width: number, fontSize: number, weight: Weight = 400): string {
  if (textWidth(text, fontSize, weight) <= width) return text;
  let room = width - textWidth('…', fontSize, weight);
  let fitted = '';
  for (const character of text) {
    room -= textWidth(character, fontSize, weight);
    if (room < 0) break;
    fitted += character;
  }
  return `${fitted.trimEnd()}…`;
}

/** Whether Inter, as we have it, has a letter for each character of a text. */
export function canWrite(text: string): boolean {
  return [...text].every((character) => widths[400].has(character));
}
