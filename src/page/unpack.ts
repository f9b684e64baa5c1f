import { decodeBase85 } from '../render/base85.ts';

/** What the packed scripts of the page leave for each other. */
export interface Packs {
  charts?: { readonly draw: import('../render/widget-markup.ts').Draw };
  /** What the dashboard has made of the page, for the scripts of a live one. */
  page?: import('./dashboard/report-page.ts').ReportPage;
  grid?: { readonly GridStack: typeof import('gridstack').GridStack; readonly styles: string };
}

declare global {
  var emailLiveReport: Packs | undefined;
}

/** The text that a pack of a page holds, in base 85 and gzip. */
export async function unpack(name: string, page = document): Promise<string> {
  const packed = page.getElementById(`pack-${name}`)?.textContent ?? '';
  const stream = new Blob([decodeBase85(packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

/** Runs a packed script: as an inline one, whose hash the page's policy names. */
export async function runPack(name: 'dashboard' | 'charts' | 'grid' | 'live'): Promise<void> {
  const script = document.createElement('script');
  script.textContent = await unpack(name);
  document.head.append(script);
  // Gone as soon as it ran, or it would run again in a page that is saved as a file.
  script.remove();
}

/** The packs of the page as far as they have run. */
export function packs(): Packs {
  globalThis.emailLiveReport ??= {};
  return globalThis.emailLiveReport;
}
