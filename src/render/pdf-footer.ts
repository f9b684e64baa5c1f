import { displayText, escapeHtml } from './escape.ts';

/** The HTML that Chromium sets at the foot of every page; it fills in the numbers by the class names. */
export function pdfFooter(
  texts: { title: string; pageLabel: string; fontDataUri?: string },
  margin: { left: string; right: string },
): string {
  const label = escapeHtml(texts.pageLabel)
    .replaceAll('{page}', '<span class="pageNumber"></span>')
    .replaceAll('{pages}', '<span class="totalPages"></span>');
  return `<style>${fontFace(texts.fontDataUri)}
footer {
  display: flex; justify-content: space-between; gap: 8mm; width: 100%; margin: 0 ${margin.right} 0 ${margin.left};
  font: 8px/1.3 Report, 'Open Sans', sans-serif; color: #5b6472; -webkit-print-color-adjust: exact;
}
footer div:first-child { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
footer div:last-child { flex: none; font-variant-numeric: tabular-nums; }
</style>
<footer><div>${escapeHtml(displayText(texts.title))}</div><div>${label}</div></footer>`;
}

function fontFace(dataUri: string | undefined): string {
  return dataUri === undefined
    ? ''
    : `@font-face { font-family: Report; src: url("${encodeURI(dataUri)}"); }`;
}
