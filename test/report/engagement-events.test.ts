import { describe, expect, it } from 'vitest';
import { readDump } from '../../src/dump/read-dump.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { layRelations } from '../../src/report/counted-events.ts';
import { findDeliveries, noteLaterCopies } from '../../src/report/deliveries.ts';
import { keptRelations } from '../../src/report/relations.ts';
import { rowRelations } from '../../src/report/row-relations.ts';
import { ndjson, usualOptions } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const at = (time: string): string => `2026-11-22T${time}Z`;
const event = (event_type: string, fields: object = {}): object => ({
  event_type,
  timestamp: at('08:00:00'),
  message_id: 'm1',
  recipient: 'Ada@Example.com',
  ...fields,
});

/** What the engagement of a dump holds, with its keys looked up; times in seconds after eight o'clock. */
async function engagementOf(rows: readonly object[], keepQuery = false) {
  const engine = await openDuckDB();
  try {
    const dump = await readDump(engine, [temporaryFile('dump.ndjson', ndjson(rows))], { keepQuery });
    await noteLaterCopies(engine);
    const scopes = (await findDeliveries(engine, dump, false)).map((delivery, number) => ({
      number,
      delivery,
      window: { from: null, to: null },
    }));
    await layRelations(engine, dump, scopes, usualOptions);
    const eight = Date.parse(at('08:00:00'));
    return await engine.query(`
      SELECT event_type, domain, variant, url, label, user_agent,
        (time - since_send - ${eight}) / 1000 AS sent, (delivered_time - ${eight}) / 1000 AS delivered
      FROM ${rowRelations.engagement}
      LEFT JOIN ${keptRelations.agents} USING (agent)
      LEFT JOIN ${keptRelations.links} USING (link)
      ORDER BY time, url`);
  } finally {
    await engine.close();
  }
}

describe('an open or a click', () => {
  it('is known with its message: when that was sent and delivered, to which domain, with which variant', async () => {
    const rows = await engagementOf([
      event('sent', { variant: 'B' }),
      event('sent', { timestamp: at('08:00:09') }),
      event('delivered', { timestamp: at('08:00:05') }),
      event('open', { timestamp: at('08:01:00'), recipient: null }),
    ]);
    expect(rows).toMatchObject([{ domain: 'example.com', variant: 'B', sent: 0, delivered: 5 }]);
  });

  it('has no times where nothing is told of its message', async () => {
    expect(await engagementOf([event('open')])).toMatchObject([{ sent: null, delivered: null }]);
  });

  it('keeps its own domain and variant where its message had others', async () => {
    const rows = await engagementOf([
      event('sent', { variant: 'A' }),
      event('open', { recipient: '"Bob" <bob@forwarded.example> ', variant: 'B' }),
    ]);
    expect(rows).toMatchObject([{ domain: 'forwarded.example', variant: 'B' }]);
  });

  it('has no domain where the recipient is a profile, or no domain stands behind the sign', async () => {
    const rows = await engagementOf([
      event('open', { recipient: 'profile-4711' }),
      event('open', { recipient: 'ada@', message_id: 'm2' }),
    ]);
    expect(rows.map(({ domain }) => domain)).toEqual([null, null]);
  });
});

describe('a link', () => {
  const click = (url: string, fields: object = {}): object => event('click', { url, ...fields });

  it('is counted without its query string and fragment, which often name the recipient', async () => {
    const rows = await engagementOf([
      click('https://shop.example/sale?id=4711#top'),
      click('https://shop.example/#a?b'),
    ]);
    expect(rows.map(({ url }) => url)).toEqual(['https://shop.example/', 'https://shop.example/sale']);
  });

  it('is kept whole where that is asked for, but never with an address', async () => {
    const rows = await engagementOf([click('https://shop.example/sale?to=ada%40example.com#top')], true);
    expect(rows).toMatchObject([{ url: 'https://shop.example/sale?to=…#top' }]);
  });

  it('has its recipient masked, address or id, in its path and in its label', async () => {
    const rows = await engagementOf([
      click('https://shop.example/of/ada@example.com', { link_label: 'For ada@example.com' }),
      click('https://shop.example/of/profile-4711/cart', {
        recipient: 'profile-4711',
        timestamp: at('08:00:01'),
      }),
    ]);
    expect(rows).toMatchObject([
      { url: expect.not.stringContaining('ada'), label: 'For …' },
      { url: 'https://shop.example/of/…/cart' },
    ]);
  });

  it('has its recipient masked in the ways that links write one, and in its label whatever it is', async () => {
    const rows = await engagementOf([
      click('https://shop.example/Ada=Example.com'),
      click('https://shop.example/u/ada%2540example.com/cart'),
      click('https://shop.example/p/profile%2047%2F11', { recipient: 'profile 47/11' }),
      click('https://shop.example/', { recipient: 'profile-4711', link_label: 'Cart of profile-4711' }),
    ]);
    expect(rows.map(({ url, label }) => [url, label])).toEqual([
      ['https://shop.example/', 'Cart of …'],
      ['https://shop.example/p/…', null],
      ['https://shop.example/u/…@…/cart', null],
      ['https://shop.example/…', null],
    ]);
  });

  it('is told from another by a name with an @ that is no address', async () => {
    const channels = ['https://video.example/@brand', 'https://clips.example/@brand'];
    const rows = await engagementOf(channels.map((url) => click(url)));
    expect(rows.map(({ url }) => url)).toEqual(expect.arrayContaining(channels));
  });
});

it('keeps the program that opened as it names itself, but for addresses', async () => {
  const rows = await engagementOf([event('open', { user_agent: ' Bot/1.0 (+ada@example.com) ' })]);
  expect(rows).toMatchObject([{ user_agent: 'Bot/1.0 (…@…)' }]);
});
