import { chooseTimezone } from '../config/timezone.ts';
import { chooseWindow } from '../config/window.ts';
import type { PageSize } from '../render/printer.ts';
import type { ComputeOptions } from '../report/compute.ts';
import { type MachineRules, usualMachineRules } from '../report/machines/rules/index.ts';

/** What a report of a dump is about and how it is shown, as it comes from the command line. */
export interface ReportOptions {
  readonly dump: readonly string[];
  readonly output: string;
  readonly csv: boolean;
  readonly retryWindow?: string | undefined;
  readonly format?: readonly string[] | undefined;
  readonly mapping?: string | undefined;
  readonly delivery?: string | undefined;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
  readonly last?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly includeTests: boolean;
  readonly rawReasons: boolean;
  readonly keepQuery: boolean;
  readonly redactDomains: boolean;
  readonly machines?: string | undefined;
  readonly layout?: string | undefined;
  readonly page: PageSize;
  readonly browser?: string | undefined;
  readonly json: boolean;
  readonly open: boolean;
}

/** What --machines means is read with the schemas of configs, which take longer to load than most reports need. */
async function machineRulesOf(machines: string | undefined): Promise<MachineRules> {
  if (machines === undefined) return usualMachineRules;
  const { chooseMachineRules } = await import('../config/machine-rules.ts');
  return chooseMachineRules(machines);
}

/**
 * What of the events is counted, and as what.
 * @throws UsageError
 */
export async function chooseCompute(options: ReportOptions): Promise<ComputeOptions> {
  return {
    deliveryId: options.delivery,
    window: chooseWindow(options),
    timezone: chooseTimezone(options.timezone),
    includeTests: options.includeTests,
    reasons: options.rawReasons ? 'raw' : 'masked',
    redactDomains: options.redactDomains,
    machineRules: await machineRulesOf(options.machines),
  };
}
