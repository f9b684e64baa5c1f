/** Longer than a glance, shorter than a reader would wait for it. */
const duration = 1400;

/** More at once would be no hint, but unrest. */
const most = 300;

/** Lets the eye find what has changed: a wash of colour that fades. For those who asked for less motion there is none. */
export function highlight(changed: ReadonlySet<Element>): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const seen = [...changed].filter(isInSight).slice(0, most);
  for (const element of seen) {
    element.animate(
      [
        { backgroundColor: 'color-mix(in srgb, var(--accent) 24%, transparent)', borderRadius: '4px' },
        { backgroundColor: 'transparent', borderRadius: '4px' },
      ],
      { duration, easing: 'ease-out' },
    );
  }
}

function isInSight(element: Element): boolean {
  const { top, bottom, width } = element.getBoundingClientRect();
  return width > 0 && bottom > 0 && top < innerHeight;
}
