import { readFile } from 'node:fs/promises';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import { palette, type Shade } from '../src/charts/palette.ts';

const templates = new URL('../templates/', import.meta.url);
const read = (file: string): Promise<string> => readFile(new URL(file, templates), 'utf8');

/**
 * The templates of the email edition, compiled: of its HTML, whose MJML is translated here so that nothing that comes out of a
 * dump ever meets its parser, and of its plain text, which escapes nothing.
 */
export async function compileEmailTemplates(): Promise<ReadonlyMap<string, string>> {
  const html = await translateMjml();
  const text = await read('email.txt.hbs');
  return new Map([
    ['email.html', String(Handlebars.precompile(html, { strict: true }))],
    ['email.txt', String(Handlebars.precompile(text, { strict: true, noEscape: true }))],
  ]);
}

async function translateMjml(): Promise<string> {
  const [mjml, inline, client, dark] = await Promise.all([
    read('email.mjml.hbs'),
    read('styles/email.css'),
    read('styles/email-client.css'),
    read('styles/email-dark.css'),
  ]);
  const styles = [
    `<mj-style inline="inline">${painted(inline, 'light')}</mj-style>`,
    `<mj-style>${important(painted(client, 'light'))}</mj-style>`,
    `<mj-style>${important(painted(dark, 'dark') + darkMarks())}</mj-style>`,
  ];
  const { html } = await mjml2html(
    painted(mjml, 'light').replace('</mj-head>', `${styles.join('')}</mj-head>`),
    {
      validationLevel: 'strict',
      // Fonts that MJML would fetch from Google where it finds their names.
      fonts: {},
    },
  );
  return slim(html);
}

/** A text with the values of the colours that it names, as charts and style sheets name them: var(--ink). */
function painted(text: string, theme: keyof Shade): string {
  const shades: Readonly<Record<string, Shade>> = palette;
  return text.replace(/var\(--([a-z]+)\)/g, (_, name: string) => {
    const shade = shades[name];
    if (shade === undefined) throw new Error(`the palette has no ${name}`);
    return shade[theme];
  });
}

const notMarks = ['canvas', 'card', 'ink', 'muted', 'line', 'control', 'accent'];

/** The dark values of the colours that figures are marked with. */
function darkMarks(): string {
  const rules = Object.entries(palette)
    .filter(([name]) => !notMarks.includes(name))
    .map(([name, { dark }]) => `.color-${name}{color:${dark};}.fill-${name}{background-color:${dark};}`);
  return `@media (prefers-color-scheme:dark){${rules.join('\n')}}`;
}

/** Styles to which those that are written into the elements give way: they do to no others. */
const important = (css: string): string => css.replaceAll(';', ' !important;');

/** Without the indents and comments, which no reader of a mail sees. */
function slim(html: string): string {
  return html
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/ style="([^"]*)"/g, (_, style: string) => ` style="${style.replace(/([:;,]) /g, '$1')}"`)
    .replace(/ (?:style|class="")(?=[ >])/g, '')
    .trim();
}
