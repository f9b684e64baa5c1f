import type Handlebars from 'handlebars';
import type { TextKey } from '../locales/texts.ts';
import { readTemplates } from './assets.ts';
import { handlebars } from './handlebars.ts';
import type { Format } from './view/format.ts';
import { tellsSort } from './view/table.ts';

/** What templates may call by name. */
export const templateHelpers = {
  /** `{{t "key"}}` writes a text of the page's language; its hash fills the placeholders. */
  t: (key: TextKey, { data, hash }: Handlebars.HelperOptions) =>
    (data as { format: Format }).format.text(key, hash as Record<string, string>),
  isNull: (value: unknown) => value === null,
  equal: (left: unknown, right: unknown) => left === right,
  tellsSort,
};

type Render = (context: object, options: { readonly data: { readonly format: Format } }) => string;

/** Fills in a template of a set by its name. */
type RenderTemplate = (name: string, context: object, format: Format) => string;

/**
 * A set of templates that the build compiled ahead, since the compiler itself would take longer to load than a page to
 * render. It is read when the first of them is filled in.
 */
export function templateSet(read: () => Readonly<Record<string, object>>): RenderTemplate {
  let templates: ReadonlyMap<string, Render> | undefined;
  return (name, context, format) => {
    templates ??= load(read());
    const template = templates.get(name);
    if (template === undefined) throw new Error(`no template ${name}`);
    return template(context, { data: { format } });
  };
}

function load(compiled: Readonly<Record<string, object>>): ReadonlyMap<string, Render> {
  const environment = handlebars.create();
  environment.registerHelper(templateHelpers);
  const templates = new Map<string, Render>();
  for (const [name, made] of Object.entries(compiled)) {
    const template = environment.template<object>(made) as Render;
    templates.set(name, template);
    if (name.startsWith('partials/'))
      environment.registerPartial(name.slice('partials/'.length), template as Handlebars.Template);
  }
  return templates;
}

/** Fills in a template of the pages by its path in templates/. */
export const renderTemplate = templateSet(readTemplates);
