import type { Locale } from '../locales/locale.ts';
import { madeAt } from '../made-at.ts';
import type { Report } from '../report/report.ts';
import type { PdfPrinter } from './pdf.ts';
import { settlePdf } from './settle-pdf.ts';

export type PageSize = 'A4' | 'Letter';

/** Prints pages if that was asked for. */
export interface Printer {
  /** Whether it prints at all. */
  readonly prints: boolean;
  /** The PDF of a page, or undefined where none is wanted. */
  readonly print: (html: string, report: Report, locale: Locale) => Promise<Uint8Array | undefined>;
  readonly close: () => Promise<void>;
}

const noPrinter: Printer = { prints: false, print: async () => undefined, close: async () => {} };

/** Starts the browser while the dump is still being read; whatever goes wrong there is told at the first print. */
export function openPrinter(
  options: { readonly pdf: boolean; readonly page: PageSize; readonly browser?: string | undefined },
  note: (line: string) => void,
): Printer {
  if (!options.pdf) return noPrinter;
  const opening = import('./pdf.ts').then(({ openPdfPrinter }) =>
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
    prints: true,
    print: async (html, report, locale) => {
      const printer = await opening;
      const { formatOf } = await import('./view/format-of.ts');
      const { fontAddress } = await import('./assets.ts');
      const { markedPartial } = await import('./view/partial.ts');
      const format = formatOf(locale, report.window.timezone);
      const now = madeAt();
      const printed = await printer.print(html, {
        page: options.page,
        title: markedPartial(report.delivery.label ?? report.delivery.id, report.partial, format),
        pageLabel: format.text('print.page', { made: format.dateTime(now) }),
        fontDataUri: fontAddress(400),
      });
      return settlePdf(printed, now);
    },
    close: async () => {
      await settled;
      await opened?.close();
    },
  };
}
