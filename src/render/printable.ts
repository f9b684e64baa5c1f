/**
 * A page as a printer needs it: without what only its scripts read, two thirds of its bytes. The texts of a report are
 * escaped, so that such an element is one of the page's own. Nor does a printer load it again, as a live page asks without scripts.
 */
export function printable(html: string): string {
  return html
    .replace(/<script[^>]*>[^<]*(?:<(?!\/script>)[^<]*)*<\/script>/g, '')
    .replace(/<noscript><meta [^>]*><\/noscript>\n?/, '');
}
