import { cutLists } from '../../render/cut-report.ts';
import { shownGroups } from '../../render/cut-results.ts';
import type { SectionId } from '../../report/sections/index.ts';
import { announce } from './announcer.ts';
import type { ReportPage } from './report-page.ts';

/** A file made in the page. */
export interface MadeFile {
  readonly name: string;
  readonly content: BlobPart;
  readonly type: string;
  /** The sections whose lists are in it. */
  readonly lists?: readonly SectionId[];
}

/** Hands a file to the reader, as a download, and says so. */
export function handOver(page: ReportPage, { name, content, type, lists = [] }: MadeFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser has taken it by then; what is never given back would stay in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  announce(`${page.format.text('menu.downloaded', { file: name })}${omission(page, lists)}`);
}

/** Says where lists are not whole: a page holds no more reasons than it can, and no more domains than it shows. */
function omission(page: ReportPage, lists: readonly SectionId[]): string {
  return `${omittedReasons(page, lists)}${summedUp(page, lists)}`;
}

function summedUp({ format, shown: { sections } }: ReportPage, lists: readonly SectionId[]): string {
  const isCut = (['mailbox-providers', 'recipient-domains'] as const).some(
    (id) => lists.includes(id) && sections[id].rows.length > shownGroups,
  );
  return isCut ? `. ${format.text('menu.summed', { count: format.count(shownGroups) })}` : '';
}

function omittedReasons({ format, shown }: ReportPage, lists: readonly SectionId[]): string {
  const cut = cutLists.filter((id) => lists.includes(id) && shown.omitted[id].reasons > 0);
  const kept = Math.min(...cut.map((id) => shown.sections[id].rows.length));
  return cut.length === 0 ? '' : `. ${format.text('menu.omitted', { count: format.count(kept) })}`;
}
