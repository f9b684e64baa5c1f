import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { ndjson } from '../support/report-of.ts';
import { run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'email-live-report-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

/** A dump of a delivery of forty messages on a day of November, some of which bounced. */
function dump(delivery: string, day: number, bounces: number, hours = 1): string {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const time = (hour: number): string => `2026-11-${String(day).padStart(2, '0')}T0${hour}:00:00Z`;
    const row = { delivery_id: delivery, recipient: `${index}@example.com` };
    return [
      { ...row, event_type: 'sent', timestamp: time(0) },
      index < bounces
        ? { ...row, event_type: 'bounce', timestamp: time(hours), reason: 'mailbox full', code: '5.2.2' }
        : { ...row, event_type: 'delivered', timestamp: time(0) },
    ];
  }).flat();
  writeFileSync(at(`${delivery}-${bounces}.ndjson`), ndjson(rows));
  return at(`${delivery}-${bounces}.ndjson`);
}

const reportIn = (output: string, delivery: string): Report =>
  JSON.parse(readFileSync(join(output, delivery, 'report.json'), 'utf8'));

const comparedWith = (output: string, delivery: string): readonly string[] =>
  reportIn(output, delivery).sections.comparison.deliveries.map(({ id }) => id);

const options = ['--timezone', 'UTC', '--locale', 'en'];

describe('--compare', () => {
  const earlier = at('earlier');

  beforeAll(async () => {
    for (const [index, bounces] of [0, 1, 2, 1].entries()) {
      const result = await run([dump(`d${index}`, 1 + index, bounces), '-o', earlier, ...options]);
      expect(result.status).toBe(0);
    }
  });

  it('is not read for where it is not given: nothing but the dump decides', async () => {
    const output = at('plain');
    await run([dump('sale', 20, 10), '-o', output, ...options]);
    expect(reportIn(output, 'sale').sections.comparison.rows).toEqual([]);
  });

  it('compares with the reports of a folder, and with a file, before and after the dump', async () => {
    const [output, sale] = [at('folder'), dump('sale', 20, 10)];
    expect(await run([`--compare=${earlier}`, sale, '-o', output, ...options])).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(comparedWith(output, 'sale')).toEqual(['d0', 'd1', 'd2', 'd3']);
    const page = readFileSync(join(output, 'sale/report.html'), 'utf8');
    expect(page).toContain('Compared with the 4 deliveries before');

    const [first, second] = ['d0', 'd2'].map((id) => join(earlier, id, 'report.json'));
    await run([sale, '-o', output, '--compare', first ?? '', '--compare', second ?? '', ...options]);
    expect(comparedWith(output, 'sale')).toEqual(['d0', 'd2']);
  });

  it('compares with what is in the output folder where it is given without a value', async () => {
    const output = at('output');
    expect(await run([dump('sale', 20, 10), '-o', output, ...options, '--compare'])).toMatchObject({
      status: 0,
    });
    expect(comparedWith(output, 'sale')).toEqual([]);
    await run([dump('next', 21, 1), '-o', output, '--compare', ...options]);
    expect(comparedWith(output, 'next')).toEqual(['sale']);
  });

  it('compares the deliveries of one dump with each other', async () => {
    const output = at('together');
    await run([
      dump('sale', 20, 10),
      dump('next', 21, 1),
      '-o',
      output,
      `--compare=${join(earlier, 'd1')}`,
      ...options,
    ]);
    expect(comparedWith(output, 'next')).toEqual(['d1', 'sale']);
    expect(comparedWith(output, 'sale')).toEqual(['d1']);
  });

  it('says what is new since the last report of the same delivery, in the mail too', async () => {
    const output = at('twice');
    await run([dump('sale', 20, 2), '-o', output, ...options]);
    await run([dump('sale', 20, 9, 2), '-o', output, '--email', ...options, '--compare']);
    const line = 'Since 20 Nov 2026, 01:00: −7 delivered, +7 bounces (7 of them “mailbox full”).';
    expect(readFileSync(join(output, 'sale/report.html'), 'utf8')).toContain(line);
    const { text } = await simpleParser(readFileSync(join(output, 'sale/email.eml')));
    expect(text?.replace(/\s+/g, ' ').split(line)).toHaveLength(2);
  });

  it('gives the same bytes from a dump and from its report.json', async () => {
    const [output, again, sale] = [at('once'), at('again'), dump('sale', 20, 10)];
    await run([sale, '-o', output, `--compare=${earlier}`, ...options]);
    await run([join(output, 'sale/report.json'), '-o', again, `--compare=${earlier}`, '--locale', 'en']);
    await run([join(output, 'sale/report.json'), '-o', at('kept'), '--locale', 'en']);
    for (const file of ['report.json', 'report.html']) {
      const bytes = readFileSync(join(output, 'sale', file), 'utf8');
      expect(readFileSync(join(again, 'sale', file), 'utf8')).toBe(bytes);
      expect(readFileSync(join(at('kept'), 'sale', file), 'utf8')).toBe(bytes);
    }
  });

  it('passes over what cannot be read in a folder, and refuses what was named', async () => {
    const [output, broken, sale] = [at('broken-output'), at('broken'), dump('sale', 20, 10)];
    mkdirSync(join(broken, 'bad'), { recursive: true });
    writeFileSync(join(broken, 'bad/report.json'), '{"schemaVersion":1');
    const passed = await run([sale, '-o', output, `--compare=${broken}`, ...options]);
    expect(passed.status).toBe(0);
    expect(passed.stderr).toMatch(
      /bad\/report\.json: not a readable report\.json: nothing is compared with it/,
    );
    const named = await run([sale, '-o', output, `--compare=${join(broken, 'bad/report.json')}`, ...options]);
    expect(named).toMatchObject({ status: 65, stdout: '' });
    const missing = await run([sale, '-o', output, '--compare=none.json', ...options]);
    expect(missing.status).toBe(66);
    expect(missing.stderr).toContain('none.json: no such file (check the path)');
  });
});

describe('--retry-window', () => {
  const pending = (): string => {
    const rows = Array.from({ length: 40 }, (_, index) => [
      { event_type: 'sent', timestamp: '2026-11-20T08:00:00Z', recipient: `${index}@example.com` },
      ...(index === 0
        ? [{ event_type: 'open', timestamp: '2026-11-21T08:00:00Z', recipient: '1@example.com' }]
        : [
            { event_type: 'delivered', timestamp: '2026-11-20T08:00:10Z', recipient: `${index}@example.com` },
          ]),
    ]).flat();
    writeFileSync(at('pending.ndjson'), ndjson(rows));
    return at('pending.ndjson');
  };
  const found = (output: string): readonly string[] =>
    reportIn(output, 'pending').sections.findings.rows.map(({ finding }) => finding);

  it('says until when a report is provisional', async () => {
    const output = at('retries');
    await run([pending(), '-o', output, ...options]);
    expect(found(output)).toEqual(['all-well', 'provisional']);
    await run([pending(), '-o', output, ...options, '--retry-window', '12h']);
    expect(found(output)).toEqual(['all-well']);
    const bad = await run([pending(), '-o', output, '--retry-window', 'soon']);
    expect(bad).toMatchObject({ status: 64 });
    expect(bad.stderr).toContain('--retry-window: "soon" is no stretch of time');
  });

  it('is settled in a report.json', async () => {
    const report = join(at('retries'), 'pending/report.json');
    const { status, stderr } = await run([report, '-o', at('retries'), '--retry-window', '12h']);
    expect(status).toBe(64);
    expect(stderr).toContain('--retry-window cannot be used with a report.json');
  });
});
