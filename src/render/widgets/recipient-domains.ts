import { cutDomains, type Results } from '../cut-results.ts';
import { displayText } from '../escape.ts';
import type { Format } from '../view/format.ts';
import { type Cell, foreignCell, textCell } from '../view/table.ts';
import { resultsShown } from './results-shown.ts';
import type { Widget } from './widget.ts';

const isNamed = ({ domain }: { readonly domain: string | null }): boolean => domain !== null;

/** What came of the messages to each domain. */
export const recipientDomainsWidget: Widget<'recipient-domains'> = {
  id: 'recipient-domains',
  title: 'widget.recipient-domains',
  subtitle: 'widget.results.subtitle',
  size: { columns: 12, rows: 14 },
  views: ['table', 'bar'],
  appears: ({ sections }) => {
    const { rows } = sections['recipient-domains'];
    return rows.length > 1 && rows.some(isNamed);
  },
  inMail: false,
  show: ({ sections, totals }, format) => {
    const { text } = format;
    const { rows } = sections['recipient-domains'];
    if (!rows.some(isNamed))
      return { kind: 'empty', words: text(totals.sent === 0 ? 'empty.sent' : 'empty.domains'), good: false };
    return resultsShown(
      cutDomains(rows).map(({ domain, ...results }) => ({
        results,
        name: domain === null ? null : displayText(domain),
        header: domain === null ? othersCell(results, format) : foreignCell(displayText(domain)),
      })),
      {
        caption: text('widget.recipient-domains'),
        column: text('column.domain'),
        columns: [],
        cells: () => [],
      },
      format,
    );
  },
};

/** Stands for the domains that have no row of their own; for none where the dump does not tell where messages went. */
function othersCell({ domains }: Results, { text, plural, count }: Format): Cell {
  return textCell(
    domains === 0
      ? text('results.unknown')
      : plural('results.otherDomains', domains, { count: count(domains) }),
  );
}
