/** What a file is to be called: by its delivery, as far as that can stand in a name, and by what it holds. */
export function fileName(id: string, ending: string): string {
  const safe = id
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 80)
    .replace(/^[-.]+|[-.\p{Surrogate}]+$/gu, '');
  return `${safe === '' ? 'report' : safe}-${ending}`;
}
