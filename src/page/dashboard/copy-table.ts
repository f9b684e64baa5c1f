import { cellText } from '../../render/escape.ts';

/** Copies a table to the clipboard: as a table for mails and documents, as tabbed text for everything else. */
export async function copyTable(table: HTMLTableElement): Promise<boolean> {
  const rows = [...table.rows].filter((row) => !row.classList.contains('print'));
  const lines = rows.map((row) =>
    [...row.cells].map((cell) => cellText(cell.textContent.trim().replace(/\s+/g, ' '))),
  );
  const text = lines.map((line) => line.join('\t')).join('\n');
  const plain = document.createElement('table');
  for (const line of lines) {
    const row = plain.insertRow();
    for (const cell of line) row.insertCell().textContent = cell;
  }
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/plain': new Blob([text], { type: 'text/plain' }),
        'text/html': new Blob([plain.outerHTML], { type: 'text/html' }),
      }),
    ]);
    return true;
  } catch {
    return copyByEvent(text, plain.outerHTML);
  }
}

/** The older way, for pages that the newer one is denied to: those from a server without TLS. */
function copyByEvent(text: string, html: string): boolean {
  const fill = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    event.clipboardData?.setData('text/html', html);
  };
  document.addEventListener('copy', fill, { once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', fill);
  return copied;
}
