import { strToU8, zipSync } from 'fflate';
import type { Attachment } from '../config/config.ts';
import { folderName } from '../files/folder-name.ts';
import type { MailPart } from '../mail/compose.ts';
import { renderCsv } from '../render/csv.ts';
import { csvColumns } from '../render/csv-columns.ts';
import type { Report } from '../report/report.ts';

/** What attachments are made of; page and PDF are made when they are asked for. */
export interface AttachmentSource {
  readonly report: Report;
  readonly page: () => Promise<string>;
  readonly pdf: () => Promise<Uint8Array>;
}

/** The earliest date that a ZIP can have: the same report gives the same bytes. */
const noDate = new Date(1980, 0, 1);

function csvZip(report: Report): Uint8Array {
  const files = [...renderCsv(report, csvColumns)].map(([id, text]) => [`${id}.csv`, strToU8(text)] as const);
  return zipSync(Object.fromEntries(files), { mtime: noDate });
}

const makers: Readonly<Record<Attachment, (source: AttachmentSource, name: string) => Promise<MailPart>>> = {
  pdf: async ({ pdf }, name) => ({ name: `${name}.pdf`, type: 'application/pdf', content: await pdf() }),
  csv: async ({ report }, name) => ({
    name: `${name}-csv.zip`,
    type: 'application/zip',
    content: csvZip(report),
  }),
  html: async ({ page }, name) => ({ name: `${name}.html`, type: 'text/html', content: await page() }),
};

/** The files that go with a report's mail, named after its delivery. */
export async function attachmentsOf(
  source: AttachmentSource,
  wanted: readonly Attachment[],
): Promise<readonly MailPart[]> {
  const name = folderName(source.report.delivery.id);
  const parts: MailPart[] = [];
  for (const attachment of wanted) parts.push(await makers[attachment](source, name));
  return parts;
}
