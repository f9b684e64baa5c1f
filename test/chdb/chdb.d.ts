/** What of chdb these tests use, so that they are checked where it is not installed. */
declare module 'chdb' {
  export class Session {
    constructor(path?: string, options?: { readonly connectionArgs?: readonly string[] });
    queryBindAsync(
      query: string,
      parameters: Readonly<Record<string, string>>,
      options?: { readonly format?: string },
    ): Promise<{ text(): string }>;
    insert(rows: {
      readonly table: string;
      readonly values: Buffer;
      readonly format: 'JSONEachRow';
      readonly columns: readonly string[];
    }): Promise<unknown>;
    close(): void;
  }
}
