import { cutProviders } from '../cut-results.ts';
import { numberCell, numberColumn, textCell, withBars } from '../view/table.ts';
import { resultsShown } from './results-shown.ts';
import type { Widget } from './widget.ts';

/** Behind the number of domains. */
const sentColumn = 1;

/** What came of the messages by who has the recipients' mailboxes. */
export const mailboxProvidersWidget: Widget<'mailbox-providers'> = {
  id: 'mailbox-providers',
  title: 'widget.mailbox-providers',
  subtitle: 'widget.results.subtitle',
  size: { columns: 12, rows: 12 },
  views: ['table', 'bar'],
  appears: ({ sections }) => sections['mailbox-providers'].rows.length > 1,
  inMail: false,
  show: ({ sections, totals }, format) => {
    const { text, count } = format;
    const { rows } = sections['mailbox-providers'];
    if (!rows.some(({ domains }) => domains > 0))
      return { kind: 'empty', words: text(totals.sent === 0 ? 'empty.sent' : 'empty.domains'), good: false };
    const { table, ...shown } = resultsShown(
      cutProviders(rows).map(({ provider, ...results }) => ({
        results,
        name: provider,
        header: textCell(provider ?? text('results.otherProviders')),
      })),
      {
        caption: text('widget.mailbox-providers'),
        column: text('column.provider'),
        columns: [numberColumn(text('column.domains'))],
        cells: ({ domains }) => [numberCell(count(domains), domains)],
      },
      format,
    );
    return { ...shown, table: { ...table, rows: withBars(table.rows, sentColumn, 'sent') } };
  },
};
