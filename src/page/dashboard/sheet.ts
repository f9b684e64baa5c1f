/**
 * Styles that the page's scripts set. They live in style sheets made by script and not in style attributes: these a page
 * that was saved as a file would carry along, against its own policy.
 */
function newSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return sheet;
}

/** A style sheet with a text of its own, which `set` replaces. */
export function textSheet(): { readonly set: (text: string) => void } {
  const sheet = newSheet();
  return { set: (text) => sheet.replaceSync(text) };
}

const places = newSheet();

/** Puts an element where it belongs: sets these style properties for it alone. */
export function place(element: HTMLElement, properties: Readonly<Record<string, string>>): void {
  const style = ruleOf(element).style;
  for (const [name, value] of Object.entries(properties)) style.setProperty(name, value);
}

const rules = new Map<HTMLElement, CSSStyleRule>();

function ruleOf(element: HTMLElement): CSSStyleRule {
  const known = rules.get(element);
  if (known !== undefined) return known;
  const rule = leftRule() ?? newRule();
  element.dataset.placed = rule.selectorText.replace(/\D/g, '');
  rules.set(element, rule);
  return rule;
}

/** The rule of an element that has left the page, as every mark of a chart does that is drawn anew. */
function leftRule(): CSSStyleRule | undefined {
  for (const [element, rule] of rules) {
    if (element.isConnected) continue;
    rules.delete(element);
    delete element.dataset.placed;
    rule.style.cssText = '';
    return rule;
  }
  return undefined;
}

function newRule(): CSSStyleRule {
  const { length } = places.cssRules;
  const rule = places.cssRules[places.insertRule(`[data-placed="${length}"]{}`, length)];
  if (!(rule instanceof CSSStyleRule)) throw new Error('the browser took a rule for none');
  return rule;
}

/** An element that only scripts put into the page, and that goes when they begin anew. */
export function added<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  element.dataset.added = '';
  return element;
}
