import * as z from 'zod';
import { isTimeZone } from '../time-zone.ts';
import { engagementSectionSchemas, sectionSchemas } from './sections/index.ts';

// Checks run once or twice in a process: compiling them first would take longer than it saves.
z.config({ jitless: true });

const count = z.int().nonnegative();
const instant = z.iso.datetime({ precision: 3 });

/** A fraction, or null where its denominator is zero. Above 1 where a window cuts opens from their deliveries. */
const rate = z.number().nonnegative().nullable();

export const totalsSchema = z.strictObject({
  targeted: count,
  excluded: count,
  sent: count,
  delivered: count,
  bounces: count,
  errors: count,
  opens: count,
  clicks: count,
  uniqueOpens: count,
  uniqueClicks: count,
  machineOpens: count,
  machineClicks: count,
  retries: count,
  unsubscribes: count,
  complaints: count,
  pending: count,
});

export const ratesSchema = z.strictObject({
  delivered: rate,
  bounces: rate,
  errors: rate,
  opens: rate,
  clicks: rate,
  clickToOpen: rate,
  unsubscribes: rate,
  complaints: rate,
});

export const auditSchema = z.strictObject({
  read: count,
  counted: count,
  duplicates: count,
  rejected: count,
  ignored: count,
  test: count,
  outsideWindow: count,
  otherDeliveries: count,
});

const windowSchema = z.strictObject({
  from: instant.nullable(),
  to: instant.nullable(),
  timezone: z.string().refine(isTimeZone, 'no time zone'),
});

/**
 * How much of the data a report was made from, where that was not all of it: how many shards of a cluster there are and how many
 * answered, and how many dumps were not in it whole. A report that has this counts too little.
 */
const partialSchema = z
  .strictObject({ shards: z.int().positive(), answered: z.int().positive(), unfinishedLoads: count })
  .refine(
    ({ shards, answered, unfinishedLoads }) =>
      answered < shards || (answered === shards && unfinishedLoads > 0),
    'nothing is missing',
  );

/** The figures that change where a machine's opens and clicks count too. */
const withMachinesSchema = z.strictObject({
  totals: totalsSchema,
  rates: ratesSchema,
  sections: z.strictObject(engagementSectionSchemas),
});

/** What is known of a delivery in one window; `withMachines` is null where no machine opened or clicked in it. */
export const figuresSchema = z.strictObject({
  window: windowSchema,
  totals: totalsSchema,
  rates: ratesSchema,
  sections: z.strictObject(sectionSchemas),
  audit: auditSchema,
  withMachines: withMachinesSchema.nullable().default(null),
});

/**
 * The computed result of one delivery, plain data: the seam of the pipeline. Everything shown is rendered from it alone.
 * Times are ISO 8601 UTC with milliseconds, shares and rates fractions, counts integers.
 * `partial` is there only where data is missing. `lastDay` is null where there is no more than that, or where somebody chose the window.
 */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  delivery: z.strictObject({
    id: z.string(),
    label: z.string().nullable(),
    format: z.string(),
    firstEvent: instant.nullable(),
    lastEvent: instant.nullable(),
  }),
  partial: partialSchema.exactOptional(),
  ...figuresSchema.shape,
  lastDay: figuresSchema.nullable().default(null),
});

export type Report = z.infer<typeof reportSchema>;
export type PartialData = z.infer<typeof partialSchema>;
export type Figures = z.infer<typeof figuresSchema>;
export type Totals = z.infer<typeof totalsSchema>;
export type Rates = z.infer<typeof ratesSchema>;
export type Audit = z.infer<typeof auditSchema>;

/** Whether the opens and clicks that are flagged as a machine's count among the others. */
export type MachineActivity = 'excluded' | 'included';
