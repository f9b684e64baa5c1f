import { join } from 'node:path';
import { rejectsText } from '../dump/rejects.ts';
import { folderName } from '../files/folder-name.ts';
import { writeDelivery } from '../files/write-delivery.ts';
import { writeWholeFile } from '../files/write-file.ts';
import { type IndexEntry, indexEntry, writeIndex } from '../files/write-index.ts';
import { inOrder } from '../in-order.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import type { PageRenderer } from '../render/page-worker.ts';
import type { Printer } from '../render/printer.ts';
import { stampFile, stampOfIndex, stampOfReport, stampPicture } from '../render/stamp.ts';
import { type ComputeOptions, computeReports } from '../report/compute.ts';
import { conclude } from '../report/conclude.ts';
import type { FindingSettings } from '../report/findings/settings.ts';
import { reportText } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import type { Change } from './serve/serve-reports.ts';
import type { LiveState } from './state/live-state.ts';

/** How live reports are written. */
export interface LiveWishes {
  readonly output: string;
  readonly locale: Locale;
  readonly layout: Layout | null;
  readonly csv: boolean;
  /** After how many seconds a page is loaded again, see `LivePage`. */
  readonly refreshSeconds: number | null;
  /** Whether a report.pdf stays beside newer figures: it says itself when it was made. */
  readonly keepsPdf: boolean;
  readonly compute: ComputeOptions;
  readonly conclusions: FindingSettings;
}

/** Reports that are written at the same time. */
const mostAtOnce = 4;

/** A report as it lies in the output folder. */
interface Written {
  readonly folder: string;
  readonly stamp: string;
  readonly entry: IndexEntry;
  readonly rejects: string;
}

/** Writes the reports of a state, those that have changed, and the list of all of them. */
export class LiveReports {
  readonly #state: LiveState;
  readonly #wishes: LiveWishes;
  readonly #renderer: PageRenderer;
  /** What was written since this process runs, by the place of the delivery. */
  readonly #written = new Map<number, Written>();
  #hasIndex = false;

  constructor(state: LiveState, wishes: LiveWishes, renderer: PageRenderer) {
    this.#state = state;
    this.#wishes = wishes;
    this.#renderer = renderer;
  }

  /**
   * Writes the reports of some deliveries, or of all, and the list where there are several.
   * @param places the deliveries; null for all, which is what comes first: what lies in the folder may be anything
   * @param printer prints their PDFs; null where none are to be made
   * @returns what pages are to be told of
   * @throws CommandError
   */
  async write(places: ReadonlySet<number> | null, printer: Printer | null): Promise<readonly Change[]> {
    const { compute, conclusions } = this.#wishes;
    const all = await this.#state.deliveries();
    const { deliveryId } = compute;
    const chosen = all.filter(
      ({ id, key, place }) =>
        (deliveryId === undefined || id === deliveryId || key === deliveryId) && (places?.has(place) ?? true),
    );
    const there = new Set(all.map(({ place }) => place));
    const gone = [...this.#written.keys()].filter((place) => !there.has(place));
    for (const place of gone) this.#written.delete(place);
    if (chosen.length === 0) return gone.length === 0 ? [] : this.#writeIndex();
    const rejects = rejectsText(await this.#state.rejects());
    const { each } = await computeReports(this.#state.events(chosen), compute);
    const placesOf = new Map(chosen.map(({ id, place }) => [id, place]));
    const changes: Change[] = [];
    const make = async (report: Report): Promise<Change | null> =>
      this.#make(conclude(report, [], conclusions), placesOf.get(report.delivery.id), rejects, printer);
    for await (const change of inOrder(each(), mostAtOnce, make)) if (change !== null) changes.push(change);
    return changes.length + gone.length === 0 ? [] : [...changes, ...(await this.#writeIndex())];
  }

  async #make(
    report: Report,
    place: number | undefined,
    rejects: string,
    printer: Printer | null,
  ): Promise<Change | null> {
    if (place === undefined) throw new Error('a report of a delivery that nobody asked for');
    const { output, locale, layout, csv, refreshSeconds, keepsPdf } = this.#wishes;
    const stamp = stampOfReport(reportText(report));
    const entry = indexEntry(report);
    const folder = folderName(report.delivery.id);
    const before = this.#written.get(place);
    if (before?.stamp === stamp && before.rejects === rejects && printer === null) return null;
    const html = await this.#renderer.render(report, { locale, layout, live: { stamp, refreshSeconds } });
    const { failure } = await writeDelivery(report, html, {
      ...{ output, locale, csv, email: null, rejects, stamp, keepsPdf },
      print: printer?.print ?? (async () => undefined),
    });
    if (failure !== undefined) throw failure;
    this.#written.set(place, { folder, stamp, entry, rejects });
    return { folder, stamp };
  }

  async #writeIndex(): Promise<readonly Change[]> {
    const { output, locale, compute, refreshSeconds } = this.#wishes;
    const all = [...this.#written.values()];
    // Of a list that is there already, those that are gone are to go.
    if (all.length < 2 && !this.#hasIndex) return [];
    this.#hasIndex = true;
    const stamp = stampOfIndex(all.map((one) => one.stamp));
    await writeIndex(
      all.map(({ entry }) => entry),
      { output, locale, timezone: compute.timezone, live: { stamp, refreshSeconds } },
    );
    await writeWholeFile(join(output, stampFile), stampPicture(stamp));
    return [{ folder: null, stamp }];
  }
}
