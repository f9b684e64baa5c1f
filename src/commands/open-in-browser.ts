import { UnavailableError } from '../errors.ts';

/**
 * Opens a file or an address in the person's browser.
 * @throws UnavailableError where nothing here can
 */
export async function openInBrowser(path: string): Promise<void> {
  const { default: open } = await import('open');
  try {
    const opener = await open(path);
    await new Promise((resolve, reject) => {
      opener.once('spawn', resolve);
      opener.once('error', reject);
    });
  } catch (error) {
    throw new UnavailableError(
      `${path}: written, but no program is here to open it`,
      'open it yourself',
      error,
    );
  }
}
