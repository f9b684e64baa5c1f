const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '`': '\\`',
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** A text as a ClickHouse string literal, in which a backslash escapes. */
export function clickhouseText(text: string): string {
  return `'${text.replace(/[\\'\0\b\t\n\f\r]/g, (character) => escapes[character] ?? character)}'`;
}

/** A name as a quoted ClickHouse identifier. */
export function clickhouseName(name: string): string {
  return `\`${name.replace(/[\\`\0\b\t\n\f\r]/g, (character) => escapes[character] ?? character)}\``;
}

/** What a table is called, with its database. */
export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** A table as a query names it. */
export function clickhouseTable({ database, table }: TableName): string {
  return `${clickhouseName(database)}.${clickhouseName(table)}`;
}

/** Values for `{name:String}` in a statement. */
export type QueryParameters = Readonly<Record<string, string>>;

/** A parameter, or what may have one in it that is none: a literal, a quoted name, a comment. */
const parameterOrQuoted =
  /'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|--[^\n]*|\/\*.*?\*\/|\{(\w+):String\}/gs;

/** A statement with its parameters put in as literals, for servers that bind none (before 19.14). */
export function withLiterals(sql: string, parameters: QueryParameters): string {
  return sql.replace(parameterOrQuoted, (written, name: string | undefined) => {
    if (name === undefined) return written;
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined) throw new Error(`a query has no value for its parameter ${name}`);
    return clickhouseText(value);
  });
}
