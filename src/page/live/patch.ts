/** Called for each element whose text has changed. */
type Told = (element: Element) => void;

/**
 * Makes the children of an element those of another, and touches only what differs: what is the same keeps the keyboard, a
 * selection, its place and its listeners. What scripts have laid over the page stays. Takes its parts from the other.
 */
export function patchChildren(element: Element, made: Element | DocumentFragment, changed: Told): void {
  const focused = document.activeElement;
  patchInto(element, made, changed);
  // A row that has moved took the keyboard along, and lost it on the way.
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

function patchInto(element: Element, made: Element | DocumentFragment, changed: Told): void {
  const present = [...element.childNodes].filter(isOurs);
  const left = new Set<ChildNode>(present);
  const byKey = new Map(present.map((node) => [keyOf(node), node]));
  let next = present[0] ?? null;
  for (const wanted of [...made.childNodes]) {
    const match = matchOf(wanted, byKey, left);
    if (match === undefined) {
      element.insertBefore(wanted, next);
      continue;
    }
    left.delete(match);
    if (match === next) next = following(next, left);
    else element.insertBefore(match, next);
    patchNode(match, wanted, changed);
  }
  for (const node of left) node.remove();
}

/** The first of those that are left for the same as this. */
function matchOf(
  wanted: ChildNode,
  byKey: ReadonlyMap<string | undefined, ChildNode>,
  left: ReadonlySet<ChildNode>,
): ChildNode | undefined {
  const key = keyOf(wanted);
  if (key !== undefined) {
    const match = byKey.get(key);
    return match !== undefined && left.has(match) ? match : undefined;
  }
  for (const node of left) {
    if (node.nodeName === wanted.nodeName && keyOf(node) === undefined) return node;
  }
  return undefined;
}

function following(node: ChildNode, left: ReadonlySet<ChildNode>): ChildNode | null {
  let next = node.nextSibling;
  while (next !== null && !left.has(next)) next = next.nextSibling;
  return next;
}

/** A row is known by what it is about; a series of them that are about the same, and all else, by their order. */
function keyOf(node: Node): string | undefined {
  if (!(node instanceof HTMLElement)) return undefined;
  if (node instanceof HTMLTableRowElement) return node.cells[0]?.textContent;
  return node.id === '' ? undefined : `#${node.id}`;
}

const isOurs = (node: Node): boolean => !(node instanceof HTMLElement && node.dataset.added !== undefined);

function patchNode(node: ChildNode, wanted: ChildNode, changed: Told): void {
  if (node.isEqualNode(wanted)) return;
  if (!(node instanceof Element && wanted instanceof Element)) {
    if (node.nodeValue === wanted.nodeValue) return;
    node.nodeValue = wanted.nodeValue;
    if (node.parentElement !== null && node.nodeValue?.trim() !== '') changed(node.parentElement);
    return;
  }
  if (node instanceof SVGElement) {
    node.replaceWith(wanted);
    return;
  }
  for (const { name, value } of wanted.attributes) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  for (const { name } of [...node.attributes]) if (!wanted.hasAttribute(name)) node.removeAttribute(name);
  patchInto(node, wanted, changed);
}
