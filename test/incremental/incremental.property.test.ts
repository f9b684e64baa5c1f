import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RenderOptions } from '../../src/commands/render.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { change, filesIn, rendered } from './rendering.ts';

const deliveries = ['one', 'two', 'three'] as const;
const types = ['sent', 'delivered', 'bounce', 'open', 'error'] as const;

/** What may happen between two runs. */
const happening = fc.oneof(
  fc.record({
    what: fc.constant('row' as const),
    delivery: fc.constantFrom(...deliveries),
    type: fc.constantFrom(...types),
    message: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ what: fc.constant('last row gone' as const) }),
  fc.record({ what: fc.constant('bad row' as const) }),
  fc.record({
    what: fc.constant('option' as const),
    option: fc.constantFrom<Partial<RenderOptions>>(
      { locale: 'en' },
      { locale: 'fr' },
      { csv: true },
      { csv: false },
      { email: true },
      { email: false },
      { timezone: 'Asia/Kolkata' },
      { delivery: 'two' },
      { delivery: undefined },
    ),
  }),
  fc.record({
    what: fc.constantFrom('gone' as const, 'written over' as const, 'left over' as const),
    delivery: fc.constantFrom(...deliveries),
    name: fc.constantFrom('report.html', 'report.json', 'csv/links.csv', 'report.pdf', 'email.eml'),
  }),
  fc.record({ what: fc.constant('another run' as const) }),
  fc.record({ what: fc.constant('nothing' as const) }),
);

type Happening = Parameters<Parameters<(typeof happening)['map']>[0]>[0];

/** A dump and an output folder that things happen to. */
class World {
  readonly dump = join(temporaryFolder(), 'd.ndjson');
  readonly output = temporaryFolder();
  readonly #rows: (object | string)[] = [];
  #options: Partial<RenderOptions> = {};

  constructor() {
    for (const delivery of deliveries) this.#addRow(delivery, 'sent', 1);
    this.#writeDump();
  }

  get options(): Partial<RenderOptions> {
    return this.#options;
  }

  async happen(happening: Happening): Promise<void> {
    switch (happening.what) {
      case 'row':
        this.#addRow(happening.delivery, happening.type, happening.message);
        break;
      case 'last row gone':
        // Some rows stay: one of each delivery.
        if (this.#rows.length > deliveries.length) this.#rows.pop();
        break;
      case 'bad row':
        this.#rows.push('{broken');
        break;
      case 'option':
        this.#options = { ...this.#options, ...happening.option };
        break;
      case 'another run':
        await rendered(this.dump, this.output, { ...this.#options, locale: 'fr', incremental: false });
        break;
      case 'nothing':
        break;
      default:
        this.#spoil(happening.what, join(this.output, happening.delivery, happening.name));
    }
    this.#writeDump();
  }

  #spoil(what: 'gone' | 'written over' | 'left over', path: string): void {
    try {
      if (what === 'gone') rmSync(path, { force: true });
      else if (what === 'written over') change(path, (text) => `${text} `);
      else writeFileSync(path, 'left over');
    } catch {
      // There is no such file or folder in this world.
    }
  }

  #addRow(delivery: string, type: string, message: number): void {
    this.#rows.push({
      event_type: type,
      timestamp: `2026-11-22T08:0${this.#rows.length % 10}:00Z`,
      delivery_id: delivery,
      message_id: String(message),
      recipient: `r${message}@example.com`,
      reason: type === 'bounce' ? 'mailbox full' : undefined,
    });
  }

  #writeDump(): void {
    writeFileSync(this.dump, ndjson(this.#rows));
  }
}

/** The files of the deliveries that a run with these options is about; and the list where it makes one. */
function concerned(files: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>) {
  const folders = new Set([...fresh.keys()].map((path) => path.split('/')[0]));
  return new Map([...files].filter(([path]) => folders.has(path.split('/')[0] ?? '')));
}

const reportIn = (files: ReadonlyMap<string, string>, folder: string) =>
  JSON.parse(Buffer.from(files.get(`${folder}/report.json`) ?? '', 'base64').toString());

const withoutOthers = (report: {
  readonly audit: object;
  readonly lastDay: { readonly audit: object } | null;
}) => ({
  ...report,
  audit: { ...report.audit, read: 0, otherDeliveries: 0 },
  lastDay:
    report.lastDay === null
      ? null
      : { ...report.lastDay, audit: { ...report.lastDay.audit, read: 0, otherDeliveries: 0 } },
});

beforeAll(() => {
  vi.stubEnv('SOURCE_DATE_EPOCH', '1800000000');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const histories = fc.array(happening, { minLength: 1, maxLength: 5 });

describe('whatever happens between runs with --incremental', () => {
  it('--exact leaves the files, byte for byte, that a run into an empty folder leaves', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const world = new World();
        await rendered(world.dump, world.output, { exact: true });
        for (const happening of history) {
          await world.happen(happening);
          const fresh = temporaryFolder();
          await rendered(world.dump, world.output, { ...world.options, exact: true });
          await rendered(world.dump, fresh, { ...world.options, incremental: false });
          const expected = filesIn(fresh);
          expect(concerned(filesIn(world.output), expected)).toEqual(expected);
        }
      }),
      { numRuns: 4 },
    );
  }, 120_000);

  it('without it, each folder is as from a run into an empty one, or differs in the rows of others alone', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const world = new World();
        await rendered(world.dump, world.output);
        for (const happening of history) {
          const before = filesIn(world.output);
          await world.happen(happening);
          const fresh = temporaryFolder();
          await rendered(world.dump, world.output, world.options);
          await rendered(world.dump, fresh, { ...world.options, incremental: false });
          const [expected, after] = [filesIn(fresh), filesIn(world.output)];
          for (const folder of deliveries.filter((id) => expected.has(`${id}/report.json`))) {
            const inFolder = (files: ReadonlyMap<string, string>) =>
              [...files].filter(([path]) => path.startsWith(`${folder}/`));
            if (reportIn(after, folder).audit.read === reportIn(expected, folder).audit.read) {
              expect(inFolder(after)).toEqual(inFolder(expected));
              continue;
            }
            expect(inFolder(after)).toEqual(inFolder(before));
            expect(withoutOthers(reportIn(after, folder))).toEqual(withoutOthers(reportIn(expected, folder)));
          }
          expect(after.get('index.html')).toBe(expected.get('index.html') ?? after.get('index.html'));
        }
      }),
      { numRuns: 4 },
    );
  }, 120_000);
});
