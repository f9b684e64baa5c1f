import * as z from 'zod';
import { isTimeZone } from '../time-zone.ts';
import { sectionSchemas } from './sections/index.ts';

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

/**
 * The computed result of one delivery, plain data: the seam of the pipeline. Everything shown is rendered from it alone.
 * Times are ISO 8601 UTC with milliseconds, shares and rates fractions, counts integers.
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
  window: z.strictObject({
    from: instant.nullable(),
    to: instant.nullable(),
    timezone: z.string().refine(isTimeZone, 'no time zone'),
  }),
  totals: totalsSchema,
  rates: ratesSchema,
  sections: z.strictObject(sectionSchemas),
  audit: auditSchema,
});

export type Report = z.infer<typeof reportSchema>;
export type Totals = z.infer<typeof totalsSchema>;
export type Rates = z.infer<typeof ratesSchema>;
export type Audit = z.infer<typeof auditSchema>;
