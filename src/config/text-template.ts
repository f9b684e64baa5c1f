import { displayText } from '../render/escape.ts';
import {
  type DumpTemplateContext,
  dumpExample,
  quietSubjectExample,
  type SubjectTemplateContext,
  subjectExample,
} from './template-contexts.ts';
import { checkNames, helperNames, TemplateFault } from './template-names.ts';

/** A template of a text: it takes what its names stand for. */
export type TextTemplate<Context extends object> = (context: Context) => string;

/** The compiler takes longer to load than a page to render, and only a config with templates needs it. */
async function loadHandlebars() {
  const { default: handlebars } = await import('handlebars/dist/cjs/handlebars.js');
  const environment = handlebars.create();
  const others = Object.keys(environment.helpers).filter(
    (name) => !helperNames.includes(name) && !name.endsWith('Missing'),
  );
  for (const name of others) environment.unregisterHelper(name);
  return { handlebars, environment };
}

/** How Handlebars tells of a name that stands for nothing, in a map and in a text. */
const unknownName = /^"(.*)" not defined in |^Cannot use 'in' operator to search for '(.*)' in /;

/** Handlebars' errors as faults, without the piece of the template that it quotes where it cannot read it. */
function attempt<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, inMap, name = inMap] = unknownName.exec(message) ?? [];
    if (name !== undefined) throw new TemplateFault(`knows no ${name}`);
    throw new TemplateFault(message.includes('\n') ? 'cannot be read: check its braces' : message);
  }
}

/**
 * Compiles a Handlebars template that a user wrote. Nothing is escaped, and a name that stands for nothing is an error.
 * @param example of what it will be filled in with: names are checked against it, and it and others are tried.
 * @throws TemplateFault where it is no template, or knows not what the example has; so does what is returned.
 */
export async function compileTextTemplate<Context extends object>(
  source: string,
  example: Context,
  ...others: readonly Context[]
): Promise<TextTemplate<Context>> {
  const { handlebars, environment } = await loadHandlebars();
  checkNames(
    handlebars,
    attempt(() => handlebars.parse(source)),
    example,
  );
  const template = environment.compile<Context>(source, { noEscape: true, strict: true });
  const filled = (context: Context): string => attempt(() => template(context));
  for (const one of [example, ...others]) filled(one);
  return filled;
}

/** The template of a dump's path. */
export const compileDumpTemplate = (source: string): Promise<TextTemplate<DumpTemplateContext>> =>
  compileTextTemplate(source, dumpExample);

/** The template of a subject, which is one line whatever is filled in. */
export async function compileSubjectTemplate(source: string): Promise<TextTemplate<SubjectTemplateContext>> {
  const template = await compileTextTemplate(source, subjectExample, quietSubjectExample);
  return (context) => displayText(template(context).replace(/\p{Cc}+/gu, ' '));
}

/** The paths of a report's dump on a day. */
export async function fillDumpTemplates(
  dump: readonly string[],
  context: DumpTemplateContext,
): Promise<readonly string[]> {
  return Promise.all(dump.map(async (source) => (await compileDumpTemplate(source))(context)));
}

/** A report's subject, on one line. */
export async function fillSubjectTemplate(source: string, context: SubjectTemplateContext): Promise<string> {
  return (await compileSubjectTemplate(source))(context);
}
