/** Takes the cards of a page off the grid that they are arranged on, with all that it left on them. */
export function leaveGrid(main: HTMLElement): void {
  const sections = [...main.querySelectorAll<HTMLElement>('[data-section]')];
  for (const section of sections) {
    section.querySelector('.edit-controls')?.remove();
    section.removeAttribute('style');
    section.className = 'widget span-12';
  }
  main.replaceChildren(...sections);
  main.className = 'grid';
}
