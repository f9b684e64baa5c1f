import type { Locale } from '../locales/locale.ts';
import type { PdfPrinter } from '../render/pdf.ts';

export type PageSize = 'A4' | 'Letter';

/** Prints pages if that was asked for. */
export interface Printer {
  /** The PDF of a page, or undefined where none is wanted. */
  readonly print: (html: string, title: string, locale: Locale) => Promise<Uint8Array | undefined>;
  readonly close: () => Promise<void>;
}

const noPrinter: Printer = { print: async () => undefined, close: async () => {} };

/** Starts the browser while the dump is still being read; whatever goes wrong there is told at the first print. */
export function openPrinter(
  options: { readonly pdf: boolean; readonly page: PageSize; readonly browser?: string | undefined },
  note: (line: string) => void,
): Printer {
  if (!options.pdf) return noPrinter;
  const opening = import('../render/pdf.ts').then(({ openPdfPrinter }) =>
    openPdfPrinter({ ...(options.browser === undefined ? {} : { browserPath: options.browser }), note }),
  );
  let opened: PdfPrinter | undefined;
  const settled = opening.then(
    (printer) => {
      opened = printer;
    },
    () => {},
  );
  return {
    print: async (html, title, locale) => {
      const printer = await opening;
      const { translate } = await import('../locales/locale.ts');
      const { fontAddress } = await import('../render/assets.ts');
      return printer.print(html, {
        page: options.page,
        title,
        pageLabel: translate(locale).text('print.page'),
        fontDataUri: fontAddress(400),
      });
    },
    close: async () => {
      await settled;
      await opened?.close();
    },
  };
}
