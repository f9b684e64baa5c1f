/** Licences that what we ship, or what is installed with it, may be under (https://spdx.org/licenses/). */
const allowed: ReadonlySet<string> = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0'],
  ...['ISC', 'MIT', 'MIT-0', 'Unlicense'],
  // resvg: a file's own licence, which asks nothing of a program that calls it. It is not bundled.
  'MPL-2.0',
  // argparse (below js-yaml, below puppeteer's look for a config): as liberal as BSD.
  'Python-2.0',
]);

/** Whether an SPDX expression lets us choose a licence that is allowed; `(MIT OR GPL-3.0-only)` does. What is none does not. */
export function isAllowedLicence(expression: unknown): boolean {
  if (typeof expression !== 'string') return false;
  return expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.has(licence)));
}
