import Handlebars from 'handlebars';
import type { TextKey } from '../locales/locale.ts';
import { readTemplate } from './assets.ts';
import type { Format } from './view/format.ts';

type Render = (context: object, options: { readonly data: { readonly format: Format } }) => string;

const environment = Handlebars.create();
const templates = new Map<string, Render>();

/** `{{t "key"}}` writes a text of the page's language; its hash fills the placeholders. */
environment.registerHelper('t', (key: TextKey, { data, hash }: Handlebars.HelperOptions) =>
  (data as { format: Format }).format.text(key, hash as Record<string, string>),
);
environment.registerHelper('isNull', (value: unknown) => value === null);

const partials = ['head', 'header', 'footer', 'widget', 'views', 'table', 'cell', 'rate'];

function compile(name: string): Render {
  for (const partial of partials) environment.registerPartial(partial, readTemplate(`partials/${partial}`));
  return environment.compile<object>(readTemplate(name), { strict: true }) as Render;
}

/** Fills in a template of templates/ by its path. */
export function renderTemplate(name: string, context: object, format: Format): string {
  let template = templates.get(name);
  if (template === undefined) {
    template = compile(name);
    templates.set(name, template);
  }
  return template(context, { data: { format } });
}
