/**
 * Menus are details elements, which open and close by themselves. One is open at a time; a click elsewhere, Escape
 * or the focus moving on closes it, so that it never covers what is read or focused.
 */
export function tameMenus(menus: readonly HTMLDetailsElement[]): void {
  for (const menu of menus) {
    menu.open = false;
    menu.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !menu.open) return;
      menu.open = false;
      menu.querySelector('summary')?.focus();
    });
    menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
    });
  }
  document.addEventListener('pointerdown', ({ target }) => {
    for (const menu of menus) if (!(target instanceof Node && menu.contains(target))) menu.open = false;
  });
}
