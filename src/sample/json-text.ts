const seen = new Map<string, string>();

/**
 * The JSON string of one of the samples' own texts, escaped once and remembered.
 * Only for texts that come from a fixed list: one that grows with the recipients would fill the memory.
 */
export function jsonOfFixedText(text: string): string {
  const known = seen.get(text);
  if (known !== undefined) return known;
  const json = JSON.stringify(text);
  seen.set(text, json);
  return json;
}
