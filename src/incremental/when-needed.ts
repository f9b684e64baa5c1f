import type { Printer } from '../render/printer.ts';

/** A printer whose browser is started for the first print: there may be none. */
export function printerWhenNeeded(prints: boolean, open: () => Printer): Printer {
  let opened: Printer | undefined;
  return {
    prints,
    print: (html, report, locale) => {
      opened ??= open();
      return opened.print(html, report, locale);
    },
    close: async () => opened?.close(),
  };
}
