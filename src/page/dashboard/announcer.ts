/** Says something to assistive technology, without moving the focus. */
export function announce(words: string): void {
  const announcer = document.getElementById('announcer');
  if (announcer === null) return;
  announcer.textContent = '';
  // A text that is set twice in one go would be said once, or not at all.
  setTimeout(() => {
    announcer.textContent = words;
  }, 50);
}
