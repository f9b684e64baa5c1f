import { describe, expect, it } from 'vitest';
import { defaultLayout } from '../../../src/layout/complete-layout.ts';
import { renderEmail } from '../../../src/render/email.ts';
import { widgets } from '../../../src/render/widgets/index.ts';
import { conclude } from '../../../src/report/conclude.ts';
import { usualSettings } from '../../../src/report/findings/settings.ts';
import { readReport } from '../reports.ts';

const plain = { locale: 'en', crossed: [], attachments: [] } as const;
const report = conclude(readReport('typical'), [], usualSettings);
const bounces = '1,427 of 50,000 messages bounced, 2.9%: over the limit of 2%.';
const crossed = [{ rate: 'bounces', value: 0.02854, limit: 0.02 }] as const;

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');
const wordsOf = (html: string): string => onOneLine(html.replace(/<[^>]+>|&nbsp;/g, ' '));

describe('the findings of a mail', () => {
  it('stand at its top, in its HTML and in its plain text', () => {
    const { html, text } = renderEmail(report, plain);
    expect(wordsOf(html)).toMatch(new RegExp(`Warning: ${bounces}.*Sent 50,000 Delivered`));
    expect(onOneLine(text)).toMatch(new RegExp(`- Warning: ${bounces}.*Sent 50,000 Delivered`));
    expect(html).not.toContain('href="#');
  });

  it('are what a list of mails shows first, where they call for attention', () => {
    const { html } = renderEmail(report, plain);
    expect(wordsOf(html).split('Sent')[0]).toContain(bounces);
  });

  it('say once what a threshold says too', () => {
    const { text } = renderEmail(report, { ...plain, crossed });
    expect(text).not.toContain('Needs attention');
    const others = [{ rate: 'errors', value: 0.004, limit: 0.001 }] as const;
    expect(renderEmail(report, { ...plain, crossed: [...crossed, ...others] }).text).toMatch(
      /Needs attention\n! Errors 0\.40%, above the limit of 0\.1%\n\n- Warning/,
    );
    expect(renderEmail(readReport('typical'), { ...plain, crossed }).text).toContain('! Bounces 2.9%');
  });

  it('go with their widget where a layout removes it', () => {
    const layout = defaultLayout(widgets);
    const without = {
      ...layout,
      widgets: layout.widgets.filter(({ id }) => id !== 'findings'),
      removed: ['findings'],
    };
    expect(renderEmail(report, { ...plain, layout: without }).text).not.toContain('Warning:');
    expect(renderEmail(report, { ...plain, layout }).text).toContain('Warning:');
  });
});
