import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../../../src/engine/dialect.ts';
import { openDuckDB } from '../../../src/engine/duckdb.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { type AgentKind, isOneOf, knownAgents } from '../../../src/report/machines/known-agents.ts';

const kinds: readonly AgentKind[] = ['privacy-proxy', 'image-proxy', 'scanner'];

const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';

const examples: readonly (readonly [agent: string, kind: AgentKind | null])[] = [
  ['Mozilla/5.0', 'privacy-proxy'],
  ['mozilla/5.0 ', 'privacy-proxy'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
    'privacy-proxy',
  ],
  [
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
    'image-proxy',
  ],
  ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'image-proxy'],
  ['Mozilla/5.0 SeznamEmailProxy/2.0.61', 'image-proxy'],
  ['Barracuda Sentinel (EE)', 'scanner'],
  ['ProofPoint URL Defense', 'scanner'],
  ['Mimecast-Scanner', 'scanner'],
  ['Microsoft SafeLinks', 'scanner'],
  ['Microsoft Office Existence Discovery', 'scanner'],
  ['CiscoSecureEmail', 'scanner'],
  ['MessageLabs', 'scanner'],
  ['Trend Micro WTP Add-On 1.2.1046', 'scanner'],
  ['FortiGuard', 'scanner'],
  ['Sophos', 'scanner'],
  ['Forcepoint', 'scanner'],
  ['FireEye', 'scanner'],
  ['Cloudmark', 'scanner'],
  ['Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)', 'scanner'],
  ['Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b', 'scanner'],
  [`${browser} Safari/537.36 Edge/12.246 Gmail-content-sampling`, 'scanner'],
  ['Mozilla/5.0 (compatible; LinkGuard/4.2; mail gateway)', 'scanner'],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'scanner'],
  ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'scanner'],
  ['Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots', 'scanner'],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'scanner'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0.0.0 Safari/537.36', 'scanner'],
  ['python-requests/2.32.3', 'scanner'],
  ['Python/3.9 aiohttp/3.8.1', 'scanner'],
  ['curl/8.4.0', 'scanner'],
  ['Java/17.0.2', 'scanner'],
  ['Go-http-client/1.1', 'scanner'],
  ['Apache-HttpClient/4.5.13 (Java/11.0.20)', 'scanner'],
  // What people read mail with.
  [`${browser} Safari/537.36`, null],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)', null],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)', null],
  ['Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18429; Pro)', null],
  ['Outlook-iOS/709.2226530.prod.iphone (3.24.1)', null],
  ['macOS/13.4 (22F66) dataaccessd/1.0', null],
  ['Dalvik/2.1.0 (Linux; U; Android 8.0.0; SM-G930V Build/R16NW)', null],
  ['Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/88.0 Mobile Safari/537.36', null],
  ['Mozilla/5.0 (Linux; Android 9; CUBOT) AppleWebKit/537.36 Chrome/88.0 Mobile Safari/537.36', null],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0', null],
  ['JavaFX', null],
];

describe('a user agent', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await openDuckDB();
    await engine.run(`
      CREATE TABLE agents AS
      SELECT * FROM (VALUES ${examples.map(([agent], key) => `(${key}, ${sqlText(agent)})`).join(', ')})
      AS known (agent, user_agent)`);
  });
  afterAll(() => engine.close());

  it.each(kinds)('is known to be of a %s, or not', async (kind) => {
    const found = await engine.query(
      `SELECT user_agent FROM agents WHERE ${isOneOf([kind], { agents: 'agents', dialect: engine.dialect })} ORDER BY agent`,
    );
    expect(found.map(({ user_agent }) => user_agent)).toEqual(
      examples.filter(([, known]) => known === kind).map(([agent]) => agent),
    );
  });

  it('is there as an example of each program that is known', () => {
    const unproved = knownAgents.filter(
      ({ pattern, kind }) =>
        !examples.some(([agent, known]) => known === kind && new RegExp(pattern, 'i').test(agent)),
    );
    expect(unproved).toEqual([]);
  });
});
