import { expect, it } from 'vitest';
import { locales } from '../../src/locales/locale.ts';
import { renderHtml } from '../../src/render/html.ts';
import type { Report } from '../../src/report/report.ts';
import { reportOf } from '../support/report-of.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 22, 8) + seconds * 1000).toISOString();

/** A delivery to 400 domains with 200 links, 1,000 bounce reasons and 12 variants, over a week; `more` lengthens each text. */
function wideDump(more: string): object[] {
  const word = (index: number): string =>
    String.fromCharCode(...[676, 26, 1].map((base) => 97 + (Math.floor(index / base) % 26)));
  return Array.from({ length: 4000 }, (_, index) => {
    const message = {
      message_id: `m${index}`,
      recipient: `r${index}@company-${index % 400}.example`,
      variant: `variant ${index % 12}${more}`,
    };
    const reason = `mailbox ${word(index % 1000)} refused${more}`;
    const reader = {
      is_machine: index % 5 === 0,
      user_agent: `${['Thunderbird', 'Outlook', 'Chrome'][index % 3]}/${index % 7}.0${more}`,
    };
    return [
      { event_type: 'sent', timestamp: at(index), ...message },
      index % 2 === 0
        ? { event_type: 'delivered', timestamp: at(index + 5), ...message }
        : { event_type: 'bounce', timestamp: at(index + 5), ...message, reason, code: '550 5.7.1' },
      { event_type: 'open', timestamp: at(index * 150), ...message, ...reader },
      {
        ...{ event_type: 'click', timestamp: at(index * 150 + 60), ...message, ...reader },
        url: `https://www.example.com/${'section/'.repeat(20)}${index % 200}${more}`,
        link_label: `Link ${index % 200}${more}`,
      },
      {
        event_type: 'excluded',
        timestamp: at(index),
        recipient: message.recipient,
        reason: `no ${word(index)}${more}`,
      },
    ];
  }).flat();
}

const sectionOf = (html: string, id: string): string =>
  new RegExp(`<section[^>]* id="${id}".*?</section>`, 's').exec(html)?.[0] ?? '';

const rowsOf = (section: string): number => (section.match(/<tr/g) ?? []).length - 1;

it('shows the first of 400 domains, 200 links and 12 variants, and sums the others up', async () => {
  const html = renderHtml(await reportOf(wideDump('')), { locale: 'en' });
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(400_000);
  const domains = sectionOf(html, 'recipient-domains');
  expect(rowsOf(domains)).toBe(21);
  expect(domains).toContain('380 other domains');
  expect(rowsOf(sectionOf(html, 'links'))).toBeLessThanOrEqual(22);
  expect(sectionOf(html, 'links')).toContain('Other links');
});

it.each([
  ['long texts', ' and much, much more'.repeat(40)],
  ['texts that take six characters for one', ' "\'<&>'.repeat(40)],
  ['texts in a script of three bytes each', ' 配信できません'.repeat(40)],
])('keeps a page of %s within its size', async (_, more) => {
  const report: Report = await reportOf(wideDump(more));
  for (const locale of locales) {
    expect(Buffer.byteLength(renderHtml(report, { locale }))).toBeLessThanOrEqual(400_000);
  }
});
