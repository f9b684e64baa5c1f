import type Handlebars from 'handlebars';

/** Something wrong with a template, as the end of a sentence about it. */
export class TemplateFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TemplateFault';
  }
}

/** Handlebars' own helpers, but for `log`, which writes past the terminal. */
export const helperNames: readonly string[] = ['if', 'unless', 'with', 'each', 'lookup'];

/** Finds what a name stands for in an example of what a template is filled in with. */
function meaningOf(parts: readonly string[], example: object): unknown {
  let value: unknown = example;
  for (const [index, part] of parts.entries()) {
    const name = parts.slice(0, index + 1).join('.');
    if (typeof value !== 'object' || value === null) throw new TemplateFault(`knows no ${name}`);
    if (!Object.hasOwn(value, part)) {
      const prefix = parts.slice(0, index).map((before) => `${before}.`);
      const known = Object.keys(value).map((key) => [...prefix, key].join(''));
      throw new TemplateFault(`knows no ${name}; there are ${known.join(', ')}`);
    }
    value = Reflect.get(value, part);
  }
  return value;
}

type Call = Pick<hbs.AST.BlockStatement, 'path' | 'params' | 'hash'>;

/**
 * Checks the names of a parsed template against an example of what it is filled in with, in those branches, too, that
 * the example does not take.
 * @throws TemplateFault for the first name that stands for nothing.
 */
export function checkNames(
  { Visitor }: Pick<typeof Handlebars, 'Visitor'>,
  program: hbs.AST.Program,
  example: object,
): void {
  class NameCheck extends Visitor {
    /** Inside of `with` and `each` names mean something else; only filling in the template shows what. */
    private otherScopes = 0;

    override PathExpression({ data, depth, parts }: hbs.AST.PathExpression): void {
      if (!data && depth === 0 && this.otherScopes === 0) meaningOf(parts, example);
    }

    override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
      const { path, params, hash } = statement;
      if (!('parts' in path)) return;
      if (params.length > 0 || hash || helperNames.includes(path.original)) {
        this.call({ path, params, hash });
        return;
      }
      this.accept(path);
      if (path.data || path.depth > 0 || this.otherScopes > 0) return;
      const value = meaningOf(path.parts, example);
      if (typeof value === 'object' && value !== null)
        throw new TemplateFault(
          `shows ${path.original}, which is no text but holds ${Object.keys(value).join(', ')}`,
        );
    }

    override SubExpression(expression: hbs.AST.SubExpression): void {
      this.call(expression);
    }

    override BlockStatement({ path, params, hash, program, inverse }: hbs.AST.BlockStatement): void {
      this.call({ path, params, hash });
      const scopes = ['if', 'unless'].includes(path.original) ? 0 : 1;
      this.otherScopes += scopes;
      this.accept(program);
      this.otherScopes -= scopes;
      this.accept(inverse);
    }

    override PartialStatement(): void {
      throw new TemplateFault('asks for another template: there are none');
    }

    override PartialBlockStatement(): void {
      this.PartialStatement();
    }

    override DecoratorBlock(): void {
      this.PartialStatement();
    }

    override Decorator(): void {
      this.PartialStatement();
    }

    private call({ path, params, hash }: Call): void {
      if (!helperNames.includes(path.original))
        throw new TemplateFault(`knows no helper ${path.original}; there are ${helperNames.join(', ')}`);
      for (const param of params) this.accept(param);
      this.accept(hash);
    }
  }
  new NameCheck().accept(program);
}
