import type { MachineActivity, PartialData, Report } from './report.ts';

/** What a page shows of a report: one window, with or without machine activity, in the shape of a plain report. */
export interface ShownReport {
  readonly delivery: Report['delivery'];
  /** What is missing in it, whichever window it shows; null where nothing is. */
  readonly partial: PartialData | null;
  readonly window: Report['window'];
  readonly totals: Report['totals'];
  readonly rates: Report['rates'];
  readonly sections: Report['sections'];
  readonly audit: Report['audit'];
  /** Which figures these really are: without a machine that opened or clicked there are no others. */
  readonly machines: MachineActivity;
}

/** What somebody wishes to see of a report. */
export interface ShownChoice {
  readonly window: 'whole' | 'last-day';
  readonly machines: MachineActivity;
}

/**
 * The figures of a choice, so that whatever shows a report need not know how it holds them.
 * Where the report has none for it they are those of the whole window, of people alone.
 */
export function shownReport(report: Report, choice: ShownChoice): ShownReport {
  const figures = (choice.window === 'last-day' ? report.lastDay : null) ?? report;
  const withMachines = choice.machines === 'included' ? figures.withMachines : null;
  const { totals, rates, sections } = withMachines ?? figures;
  return {
    delivery: report.delivery,
    partial: report.partial ?? null,
    window: figures.window,
    totals,
    rates,
    sections: { ...figures.sections, ...sections },
    audit: figures.audit,
    machines: withMachines === null ? 'excluded' : 'included',
  };
}
