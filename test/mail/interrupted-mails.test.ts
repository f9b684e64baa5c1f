import { describe, expect, it } from 'vitest';
import { startReceivingServer } from './receiving-server.ts';
import { faultAt, startScriptedServer, steps } from './scripted-server.ts';
import { messageOf, send } from './sending.ts';

const ann = 'ann@example.com';
const bob = 'bob.smith@example.com';
const many = Array.from({ length: 12 }, (_, number) => `reader${number}@example.com`);
const signedIn = { auth: { user: 'robot', password: 'secret' } } as const;

describe('a server that falls silent', () => {
  const impatient = { ...signedIn, timeout: 400 };

  it.each(steps.filter((step) => step !== 'dot'))(
    'at %s gets the mail again, and has it once',
    async (step) => {
      const server = await startScriptedServer(faultAt(step, { next: 'hang' }));
      // More than the system takes off our hands, so that some of it is still here.
      const message = messageOf(step === 'content' ? 12_000_000 : 300_000);
      const { states, noted } = await send(server.port, [ann], { ...impatient, message });
      expect(states).toEqual(['accepted']);
      expect(server.mailbox).toHaveLength(1);
      expect(noted.filter((state) => state === 'dot')).toHaveLength(1);
    },
  );

  it.each([true, false])(
    'after the final dot may have the mail: it gets it no more (it has: %s)',
    async (keeps) => {
      const server = await startScriptedServer(faultAt('dot', { next: 'hang', keeps }));
      const { states, lastState, pauses } = await send(server.port, [ann, bob], impatient);
      expect(states).toEqual(['unknown', 'accepted']);
      expect(server.mailbox).toHaveLength(keeps ? 2 : 1);
      expect(await lastState(ann)).toBe('unknown');
      expect(pauses).toEqual([]);
    },
  );
});

describe('a server that hangs up', () => {
  it.each(steps.filter((step) => step !== 'dot'))(
    'at %s gets the mail again, and has it once',
    async (step) => {
      const server = await startScriptedServer(faultAt(step, { next: 'cut' }));
      const message = messageOf(step === 'content' ? 12_000_000 : 300_000);
      const { states, noted } = await send(server.port, [ann], { ...signedIn, message });
      expect(states).toEqual(['accepted']);
      expect(server.mailbox.map((mail) => mail.message.length)).toEqual([message.length]);
      expect(noted.filter((state) => state === 'dot')).toHaveLength(1);
    },
  );

  it.each([
    ['has it', true, ''],
    ['has it not', false, ''],
    ['has it, and began to say so', true, '250 2.0'],
    ['has it, and said half of it', true, '250-2.0.0 queued as\r\n'],
    ['has it, and said something else', true, 'certainly\r\n'],
    ['has it, and asked for it again', true, '354 go ahead\r\n'],
  ] as const)(
    'after the final dot may have the mail: it gets it no more (it %s)',
    async (_what, keeps, says) => {
      const server = await startScriptedServer(faultAt('dot', { says, next: 'cut', keeps }));
      const { outcomes, states, lastState, pauses } = await send(server.port, [ann, bob]);
      expect(states).toEqual(['unknown', 'accepted']);
      expect(outcomes[0]?.words).not.toBe('');
      expect(server.mailbox).toHaveLength(keeps ? 2 : 1);
      expect(await lastState(ann)).toBe('unknown');
      expect(pauses).toEqual([]);
    },
  );

  it('after a reply that it did not end has said no all the same', async () => {
    const server = await startScriptedServer(faultAt('dot', { says: '554 5.7.1 spam', next: 'cut' }));
    expect((await send(server.port, [ann])).states).toEqual(['refused']);
  });

  it('while the next mail is composed gets it over a new connection, without a pause', async () => {
    const server = await startReceivingServer({ socketTimeout: 200 });
    const { states, pauses } = await send(server.port, [ann, bob], {
      compose: async () => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        return messageOf();
      },
    });
    expect([states, pauses]).toEqual([['accepted', 'accepted'], []]);
    expect(server.connections()).toBe(2);
  });

  it('for good leaves the mails for the next run, and each is told of', async () => {
    const server = await startScriptedServer(faultAt('connect', { next: 'cut' }, true));
    const { outcomes, told, pauses } = await send(server.port, many, { connections: 4 });
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(['deferred']));
    expect(outcomes[0]?.words).toMatch(/closed/);
    expect(new Set(told.map(({ mail }) => mail.recipient))).toEqual(new Set(many));
    expect(pauses).toEqual([1000, 3000]);
    // Three rounds of four.
    expect(server.steps.length).toBeLessThanOrEqual(12);
  });

  it('is not there at all: nothing listens at its port', async () => {
    const server = await startReceivingServer();
    const { outcomes } = await send(server.port === 65_535 ? 1 : server.port + 1, [ann]);
    expect(outcomes).toMatchObject([{ state: 'deferred', words: expect.stringContaining('ECONNREFUSED') }]);
  });
});

describe('a server that answers before the message has ended', () => {
  const message = messageOf(12_000_000);

  it.each(['451 4.3.0 disk full\r\n', '421 4.3.0 disk full\r\n'])(
    'gets no more of it, and all of it later: %s',
    async (says) => {
      const server = await startScriptedServer(faultAt('content', { says }));
      const { states, noted, pauses } = await send(server.port, [ann], { message });
      expect(states).toEqual(['accepted']);
      expect(noted).toEqual(['intended', 'deferred', 'intended', 'dot', 'accepted']);
      expect(server.mailbox.map((mail) => mail.message.length)).toEqual([message.length]);
      expect(pauses).toEqual([1000]);
    },
  );

  it('has refused it if it says so', async () => {
    const server = await startScriptedServer(faultAt('content', { says: '552 5.3.4 too large\r\n' }));
    const { outcomes, noted } = await send(server.port, [ann], { message });
    expect(outcomes).toMatchObject([{ state: 'refused', words: '552 5.3.4 too large' }]);
    expect(noted).toEqual(['intended', 'refused']);
    expect(server.mailbox).toEqual([]);
  });

  it('has not accepted it, whatever it says', async () => {
    const server = await startScriptedServer(faultAt('content', { says: '250 2.0.0 fine\r\n' }));
    const { states, noted } = await send(server.port, [ann], { message });
    expect(states).toEqual(['accepted']);
    expect(noted).toEqual(['intended', 'deferred', 'intended', 'dot', 'accepted']);
    expect(server.mailbox.map((mail) => mail.message.length)).toEqual([message.length]);
  });

  it('has its refusal noted after the dot that was being noted meanwhile', async () => {
    let refused: (() => void) | undefined;
    const refusal = new Promise<void>((resolve) => {
      refused = resolve;
    });
    const server = await startScriptedServer(
      faultAt('content', { says: '451 4.3.0 disk full\r\n', until: refusal }),
    );
    const { noted, states } = await send(server.port, [ann], {
      noting: async (state) => {
        if (state !== 'dot') return;
        refused?.();
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
    });
    expect(noted).toEqual(['intended', 'dot', 'deferred', 'intended', 'dot', 'accepted']);
    expect(states).toEqual(['accepted']);
    expect(server.mailbox).toHaveLength(1);
  });
});

describe('the ledger', () => {
  it('has the dot only once all of the message but the dot has left this process', async () => {
    let read: (() => void) | undefined;
    const reads = new Promise<void>((resolve) => {
      read = resolve;
    });
    const server = await startScriptedServer(faultAt('content', { until: reads }));
    const message = messageOf(12_000_000);
    let bytesAtDot = 0;
    let reading = false;
    const sending = send(server.port, [ann], {
      message,
      noting: (state) => {
        if (state !== 'dot') return;
        bytesAtDot = server.bytesRead();
        expect(reading).toBe(true);
      },
    });
    await expect.poll(() => server.steps).toContain('content');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(server.bytesRead()).toBeLessThan(message.length);
    reading = true;
    read?.();
    expect((await sending).states).toEqual(['accepted']);
    expect(bytesAtDot).toBeGreaterThan(0);
    expect(server.mailbox[0]?.message.equals(message)).toBe(true);
  });

  it('that cannot note the dot keeps the mail from being accepted', async () => {
    const server = await startReceivingServer();
    const sending = send(server.port, [ann, bob], {
      noting: (state) => {
        if (state === 'dot') throw new Error('the disk is full');
      },
    });
    await expect(sending).rejects.toThrow('the disk is full');
    expect(server.mailbox).toEqual([]);
  });

  it('that cannot mark the dot keeps the mail from being accepted', async () => {
    const server = await startReceivingServer();
    const sending = send(server.port, [ann, bob], {
      marking: () => {
        throw new Error('the disk is full');
      },
    });
    await expect(sending).rejects.toThrow('the disk is full');
    expect(server.mailbox).toEqual([]);
  });

  it('that cannot note an acceptance stops the sending', async () => {
    const server = await startReceivingServer();
    const sending = send(server.port, [ann, bob], {
      noting: (state) => {
        if (state === 'accepted') throw new Error('the disk is full');
      },
    });
    await expect(sending).rejects.toThrow('the disk is full');
    expect(server.mailbox).toHaveLength(1);
  });
});
