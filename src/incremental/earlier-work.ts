import type { DeliveryFiles, WrittenDelivery } from '../files/write-delivery.ts';
import type { FileStamp } from '../files/write-file.ts';
import type { HowFar } from '../progress/how-far.ts';
import type { Report } from '../report/report.ts';

/** All the files of a run: nothing of it is to be done again. */
export interface StandingRun {
  readonly deliveries: readonly DeliveryFiles[];
  /** The executions list; null for a run of one delivery. */
  readonly index: string | null;
}

/** What earlier runs left that need not be made again, and what this one adds to it. */
export interface EarlierWork {
  /** The last run, where it had the same input and options and all of its files are still there; else null. */
  standingRun(): Promise<StandingRun | null>;
  /** How much of the input was compared for that. */
  howFar(): HowFar | null;
  /**
   * The run begins to make reports.
   * @param rejects the text of rejects.ndjson; null where there is no dump to have any
   */
  begin(rejects: string | null): void;
  /** Told of each report in turn; gives its files where they need not be made again. */
  standing(report: Report): DeliveryFiles | undefined;
  /** Told of what was made of a report. */
  made(report: Report, delivery: WrittenDelivery): void;
  /** True where the executions list of the reports need not be made again. */
  indexStands(): boolean;
  /** Told of an executions list that was made. */
  indexMade(stamp: FileStamp): void;
  /** Remembers it all for the next run. Throws CannotWriteError. */
  save(): Promise<void>;
  /** Remembers what was made by a run that failed, if anything was. Throws CannotWriteError. */
  saveUnfinished(): Promise<void>;
  /** Ends what it may still be doing. */
  close(): void;
}

/** Of a run that makes everything anew. */
export const noEarlierWork: EarlierWork = {
  standingRun: async () => null,
  howFar: () => null,
  begin: () => {},
  standing: () => undefined,
  made: () => {},
  indexStands: () => false,
  indexMade: () => {},
  save: async () => {},
  saveUnfinished: async () => {},
  close: () => {},
};
