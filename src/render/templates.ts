import type Handlebars from 'handlebars';
import type { TextKey } from '../locales/texts.ts';
import { readTemplates } from './assets.ts';
import { handlebars } from './handlebars.ts';
import type { Format } from './view/format.ts';

type Render = (context: object, options: { readonly data: { readonly format: Format } }) => string;

const environment = handlebars.create();
const templates = new Map<string, Render>();

/** `{{t "key"}}` writes a text of the page's language; its hash fills the placeholders. */
environment.registerHelper('t', (key: TextKey, { data, hash }: Handlebars.HelperOptions) =>
  (data as { format: Format }).format.text(key, hash as Record<string, string>),
);
environment.registerHelper('isNull', (value: unknown) => value === null);

/** The build compiles the templates ahead: the compiler itself would take longer to load than a page to render. */
function load(): void {
  for (const [name, compiled] of Object.entries(readTemplates())) {
    const template = environment.template<object>(compiled) as Render;
    templates.set(name, template);
    if (name.startsWith('partials/'))
      environment.registerPartial(name.slice('partials/'.length), template as Handlebars.Template);
  }
}

/** Fills in a template of templates/ by its path. */
export function renderTemplate(name: string, context: object, format: Format): string {
  if (templates.size === 0) load();
  const template = templates.get(name);
  if (template === undefined) throw new Error(`no template ${name}`);
  return template(context, { data: { format } });
}
