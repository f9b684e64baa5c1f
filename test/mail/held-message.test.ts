import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { HeldMessage, type Outlet } from '../../src/mail/held-message.ts';
import { messageOf } from './sending.ts';

const message = messageOf(300_000);

/** A socket in which so many bytes wait. */
const outletWith = (writableLength: number, said: (deed: string) => void = () => {}): Outlet => ({
  writableLength,
  cork: () => said('held'),
  uncork: () => said('let go'),
  destroy: () => said('destroyed'),
});

/** A socket that everything has left. */
const nothingUnsent = (): Outlet => outletWith(0);
/** Long enough for what must not happen. */
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

it('comes through whole, and calls beforeDot once', async () => {
  let calls = 0;
  const held = new HeldMessage(message, nothingUnsent, async () => {
    calls += 1;
  });
  expect((await buffer(held.pipe(new PassThrough()))).equals(message)).toBe(true);
  expect([calls, held.dotDue, held.underWay]).toEqual([1, true, false]);
});

it('does not end before beforeDot has', async () => {
  let note: (() => void) | undefined;
  const noted = new Promise<void>((resolve) => {
    note = resolve;
  });
  const held = new HeldMessage(message, nothingUnsent, () => noted);
  const through = held.pipe(new PassThrough());
  let ended = false;
  through.on('end', () => {
    ended = true;
  });
  through.resume();
  await aMoment();
  expect([ended, held.dotDue, held.underWay]).toEqual([false, false, true]);
  note?.();
  await expect.poll(() => ended).toBe(true);
  expect(held.dotDue).toBe(true);
});

it.each(['the stream after it', 'the socket'])(
  'calls beforeDot only when nothing waits in %s',
  async (where) => {
    let unsent = where === 'the socket' ? 1 : 0;
    let called = false;
    const held = new HeldMessage(
      message,
      () => outletWith(unsent),
      async () => {
        called = true;
      },
    );
    const through = held.pipe(new PassThrough());
    if (where === 'the socket') through.resume();
    await aMoment();
    expect(called).toBe(false);
    unsent = 0;
    through.resume();
    await expect.poll(() => called).toBe(true);
  },
);

it('does not end where beforeDot fails, and keeps why', async () => {
  const why = new Error('the disk is full');
  const held = new HeldMessage(message, nothingUnsent, () => Promise.reject(why));
  const errors: unknown[] = [];
  held.on('error', (error) => errors.push(error));
  held.pipe(new PassThrough()).resume();
  await expect.poll(() => errors).toEqual([why]);
  expect([held.failure, held.dotDue]).toEqual([why, false]);
});

it('lets nothing more out when it is abandoned, and waits for a note that is being made', async () => {
  let note: (() => void) | undefined;
  const noted = new Promise<void>((resolve) => {
    note = resolve;
  });
  let asked = false;
  const held = new HeldMessage(message, nothingUnsent, () => {
    asked = true;
    return noted;
  });
  const through = held.pipe(new PassThrough());
  through.resume();
  await expect.poll(() => asked).toBe(true);
  let abandoned = false;
  const abandoning = held.abandon().then(() => {
    abandoned = true;
  });
  await aMoment();
  expect(abandoned).toBe(false);
  note?.();
  await abandoning;
  await aMoment();
  expect([held.dotDue, through.readableEnded]).toEqual([false, false]);
});

it('can be abandoned before it was asked for, and after it has ended', async () => {
  await new HeldMessage(message, nothingUnsent, async () => undefined).abandon();
  const ended = new HeldMessage(message, nothingUnsent, async () => undefined);
  await buffer(ended.pipe(new PassThrough()));
  await ended.abandon();
  expect(ended.dotDue).toBe(true);
});

it('marks the dot when it lies in the socket, and only then lets go of it', async () => {
  const deeds: string[] = [];
  const outlet = outletWith(0, (deed) => deeds.push(deed));
  const held = new HeldMessage(
    message,
    () => outlet,
    async () => {
      deeds.push('noted');
    },
    () => deeds.push('marked'),
  );
  const through = held.pipe(
    new PassThrough({
      flush: (done) => {
        deeds.push('written');
        done();
      },
    }),
  );
  await buffer(through);
  expect(deeds).toEqual(['noted', 'held', 'written', 'marked', 'let go']);
});

it('lets no dot out that could not be marked', async () => {
  const why = new Error('the disk is full');
  const deeds: string[] = [];
  const outlet = outletWith(0, (deed) => deeds.push(deed));
  const held = new HeldMessage(
    message,
    () => outlet,
    async () => undefined,
    () => {
      throw why;
    },
  );
  held.on('error', () => undefined);
  held.pipe(new PassThrough()).resume();
  await expect.poll(() => deeds).toEqual(['held', 'destroyed']);
  expect([held.failure, held.dotDue]).toEqual([why, false]);
});
