import { stampSize } from '../../render/stamp-size.ts';

/** What is found beside the page. */
interface Found {
  /** The report beside the page is the one that it shows. */
  readonly same: () => void;
  readonly newer: () => void;
  /** There is nothing beside it: it was mailed or moved. */
  readonly nothing: () => void;
}

/** Between two looks, in milliseconds. */
const pause = 5000;

/** A folder that is being exchanged is missing once; one that is missing as often as this is gone. */
const mostMisses = 4;

/** Looks every few seconds which report lies beside the page, as long as the page is seen: by the size of a picture. */
export function lookBeside(stamp: string, { same, newer, nothing }: Found): void {
  const shown = stampSize(stamp);
  let misses = 0;
  const again = (): void => void setTimeout(look, pause);
  const look = (): void => {
    if (document.hidden) {
      document.addEventListener('visibilitychange', look, { once: true });
      return;
    }
    const picture = new Image();
    picture.onload = () => {
      misses = 0;
      const { naturalWidth: width, naturalHeight: height } = picture;
      if (width === shown.width && height === shown.height) same();
      else newer();
      again();
    };
    picture.onerror = () => {
      misses += 1;
      if (misses < mostMisses) again();
      else nothing();
    };
    picture.src = `stamp.svg?${Date.now()}`;
  };
  look();
}
