import type { MediaFeature, Page } from 'puppeteer';

/** What puppeteer has for a Firefox page and does not show. */
interface BidiPage {
  mainFrame: () => { readonly _id: string };
  browser: () => { readonly connection: BidiConnection };
}
interface BidiConnection {
  send: (method: string, parameters: object) => Promise<{ readonly result: unknown }>;
}
type Overrides = Readonly<Record<string, string | boolean>>;

/**
 * Gives a Firefox page the methods that puppeteer has for Chromium only: of WebDriver BiDi's emulation Firefox has neither
 * media nor scripting yet. Its own developer tools set both on a tab from the browser's side of the window; so do we.
 */
export async function canEmulate(page: Page): Promise<void> {
  const { connection } = (page as unknown as BidiPage).browser();
  const context = (page as unknown as BidiPage).mainFrame()._id;
  const browserWindow = await windowOf(connection);
  const set = async (overrides: Overrides): Promise<void> => {
    const { result } = await connection.send('script.callFunction', {
      functionDeclaration: setOnTab,
      arguments: [context, JSON.stringify(overrides)].map((value) => ({ type: 'string', value })),
      target: { context: browserWindow },
      awaitPromise: true,
    });
    const { type } = result as { readonly type: string };
    if (type !== 'success') throw new Error(`Firefox does not emulate: ${JSON.stringify(result)}`);
  };
  Object.assign(page, {
    setJavaScriptEnabled: (enabled: boolean) => set({ allowJavascript: enabled }),
    emulateMediaType: (type = '') => set({ mediumOverride: type }),
    emulateMediaFeatures: (features: readonly MediaFeature[] = []) => {
      const asked = (name: string): string => features.find((one) => one.name === name)?.value ?? 'none';
      return set({
        prefersColorSchemeOverride: asked('prefers-color-scheme'),
        prefersReducedMotionOverride: asked('prefers-reduced-motion'),
      });
    },
  } satisfies Partial<Page>);
}

/** Runs in Firefox's own window. */
const setOnTab = `(context, overrides) => {
  const { NavigableManager } = ChromeUtils.importESModule(
    'chrome://remote/content/shared/NavigableManager.sys.mjs',
  );
  Object.assign(NavigableManager.getBrowsingContextById(context), JSON.parse(overrides));
}`;

async function windowOf(connection: BidiConnection): Promise<string> {
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const { contexts } = result as { readonly contexts: readonly { readonly context: string }[] };
  const [first] = contexts;
  if (first === undefined) throw new Error('Firefox shows no window');
  return first.context;
}
