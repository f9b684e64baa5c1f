import type { Report } from '../report.ts';
import type { Comparison } from '../sections/comparison.ts';

/** How a group of messages fared: those to a mailbox provider or to a domain. */
export interface GroupFigures {
  readonly sent: number;
  readonly bounces: number;
  readonly bounceRate: number | null;
  /** Its bounce rate less that of all others, and the 95 % interval of that. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly standsOut: boolean;
}

/** A reason of bounces or errors. */
export interface ReasonFigures {
  readonly reason: string | null;
  readonly code: string | null;
  readonly count: number;
}

/** What the rules look at: the figures of one window. */
export interface Judged
  extends Readonly<Pick<Report, 'delivery' | 'partial' | 'window' | 'totals' | 'rates' | 'audit'>> {
  readonly sections: Pick<Report['sections'], 'email-performance'> & {
    readonly 'bounce-reasons': { readonly rows: readonly ReasonFigures[] };
    readonly 'error-reasons': { readonly rows: readonly ReasonFigures[] };
    readonly comparison: Comparison;
    readonly 'mailbox-providers': {
      readonly rows: readonly (GroupFigures & { readonly provider: string | null })[];
    };
    readonly 'recipient-domains': {
      readonly rows: readonly (GroupFigures & { readonly domain: string | null })[];
    };
    readonly blocks: {
      readonly rows: readonly { readonly provider: string | null; readonly count: number }[];
    };
    readonly 'machine-activity': {
      readonly rows: readonly {
        readonly activity: 'opens' | 'clicks';
        readonly all: number;
        readonly declared: number;
        readonly suspected: number;
      }[];
    };
  };
}
