import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { type SampleFormat, sampleFormats } from '../../src/sample/format-names.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { type Told, toldByFiles } from '../support/told-by.ts';
import { dumpOf } from './dump-of.ts';

type Figure = keyof Report['totals'];

const ofOpens: readonly Figure[] = ['opens', 'uniqueOpens', 'machineOpens'];
const ofClicks: readonly Figure[] = ['clicks', 'uniqueClicks', 'machineClicks'];

const figures: readonly Figure[] = [
  'excluded',
  'sent',
  'delivered',
  'bounces',
  'errors',
  ...ofOpens,
  ...ofClicks,
  'retries',
  'unsubscribes',
  'complaints',
  'pending',
];

/** What a sender has no row or no word for. */
const untold: Partial<Record<SampleFormat, readonly Figure[]>> = {
  // Adobe says nothing of a message before it has an outcome.
  ajo: ['sent', 'pending'],
  sendgrid: ['errors', 'delivered', ...ofClicks],
  // Here every bounce is hard or soft, an auto-reply after delivery too, and no open or click is a machine's.
  mandrill: ['errors', 'delivered', ...ofOpens, ...ofClicks],
  // Here every bounce is hard or soft, an auto-reply after delivery too, and of machines only the opens are told.
  brevo: ['delivered', ...ofClicks],
  // SparkPost says of opens alone that a machine made them.
  sparkpost: [...ofClicks],
  ses: ['excluded', ...ofOpens, ...ofClicks],
  // Mailjet speaks first when a message has an outcome, calls every bounce hard or soft, and marks no machine.
  mailjet: ['sent', 'delivered', 'errors', 'retries', 'pending', ...ofOpens, ...ofClicks],
  // A mail server: it sees no reader, and its report of a late bounce does not name the message.
  kumomta: ['excluded', 'delivered', 'unsubscribes', ...ofOpens, ...ofClicks],
  // A mail server whose file speaks of attempts alone: not of what waits, and not of readers.
  powermta: ['excluded', 'sent', 'errors', 'unsubscribes', 'pending', ...ofOpens, ...ofClicks],
  // Here every bounce is hard or soft, an auto-reply after delivery too.
  mailgun: ['delivered'],
  // Postmark speaks first when a message has an outcome, says nothing of retries, and marks no machine.
  postmark: ['sent', 'retries', 'pending', ...ofOpens, ...ofClicks],
  // Resend has no word for who leaves, and marks no machine.
  resend: ['unsubscribes', ...ofOpens, ...ofClicks],
};

async function totalsIn(format: SampleFormat): Promise<Report['totals']> {
  const [report] = (await computeFiles([temporaryFile('dump', dumpOf(format, 2000, 7))])).reports;
  if (report === undefined) throw new Error(`no report of ${format}`);
  expect(report.delivery.format).toBe(format);
  expect(report.audit).toMatchObject({ rejected: 0 });
  return report.totals;
}

describe('the same delivery', () => {
  it.each(sampleFormats)('has the same figures as %s writes it', async (format) => {
    const native = await totalsIn('native');
    const totals = await totalsIn(format);
    const told = figures.filter((figure) => !untold[format]?.includes(figure));
    for (const figure of told) expect([figure, totals[figure]]).toEqual([figure, native[figure]]);
  });
});

/** What a sender's rows do not say of links, programs and variants, or only of some events. */
const unsaid: Partial<Record<SampleFormat, readonly (keyof Told)[]>> = {
  brevo: ['label', 'variant'],
  kumomta: ['url', 'label', 'agent'],
  mailgun: ['label'],
  mailjet: ['label', 'variant'],
  mandrill: ['label'],
  postmark: ['label'],
  powermta: ['url', 'label', 'agent', 'variant'],
  // Of opens Resend does not name the program.
  resend: ['label', 'agent'],
  sendgrid: ['label'],
};

/** The blocks that a sender classes: native rows have no word for them, Brevo has none, others know but one kind. */
const blocks: Partial<Record<SampleFormat, readonly string[]>> = {
  native: [],
  brevo: [],
  mailgun: ['reputation'],
  powermta: ['reputation'],
  resend: ['content'],
  ses: ['content'],
};

const distinct = (told: readonly Told[], key: keyof Told): readonly string[] =>
  [...new Set(told.flatMap((one) => one[key] ?? []))].sort();

const toldIn = (format: SampleFormat): Promise<readonly Told[]> =>
  toldByFiles([temporaryFile('dump', dumpOf(format, 2000, 100))]);

describe('a delivery with two variants, eight links and some blocks', () => {
  it('is told of in full', async () => {
    const native = await toldIn('native');
    expect([distinct(native, 'url').length, distinct(native, 'label').length]).toEqual([8, 8]);
    expect(distinct(native, 'variant')).toEqual(['A', 'B']);
    expect(distinct(native, 'agent').length).toBeGreaterThan(20);
  });

  it.each(sampleFormats)(
    'has the same links, programs, variants and blocks as %s writes it',
    async (format) => {
      const native = await toldIn('native');
      const told = await toldIn(format);
      for (const key of ['url', 'label', 'agent', 'variant'] as const)
        if (!unsaid[format]?.includes(key))
          expect([key, distinct(told, key)]).toEqual([key, distinct(native, key)]);
      const ofSenders = distinct(told, 'block').filter((block) => block !== 'policy');
      expect(ofSenders).toEqual(blocks[format] ?? ['content', 'reputation']);
    },
  );
});
