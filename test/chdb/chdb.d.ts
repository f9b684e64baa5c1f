/** What is used of the package, which is installed by `npm run test:chdb` alone. */
declare module 'chdb' {
  export class Session {
    constructor(folder?: string);
    query(sql: string, format?: string): string;
    queryBind(sql: string, parameters: Readonly<Record<string, string>>, format?: string): string;
    cleanup(): void;
  }
}
