import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/errors.ts';
import { startReceivingServer } from './receiving-server.ts';
import { answeringSteps, faultAt, saysAt, startScriptedServer } from './scripted-server.ts';
import { messageOf, send } from './sending.ts';

const ann = 'ann@example.com';
const bob = 'bob.smith@example.com';
const many = Array.from({ length: 12 }, (_, number) => `reader${number}@example.com`);
const signedIn = { auth: { user: 'robot', password: 'secret' } } as const;

describe('a server that is well', () => {
  it('gets each mail once, for its recipient alone', async () => {
    const server = await startReceivingServer();
    const { states, noted } = await send(server.port, [ann, bob]);
    expect(states).toEqual(['accepted', 'accepted']);
    expect(server.mailbox.map(({ from, to }) => [from, to])).toEqual([
      ['reports@example.com', [ann]],
      ['reports@example.com', [bob]],
    ]);
    expect(noted).toEqual(['intended', 'dot', 'accepted', 'intended', 'dot', 'accepted']);
  });

  it('gets the message byte for byte', async () => {
    const server = await startReceivingServer();
    const message = messageOf(300_000);
    await send(server.port, [ann], { message });
    expect(server.mailbox[0]?.message.equals(message)).toBe(true);
  });

  it('serves many mails over one connection', async () => {
    const server = await startReceivingServer();
    const { states } = await send(server.port, many);
    expect(new Set(states)).toEqual(new Set(['accepted']));
    expect(server.connections()).toBe(1);
  });

  it('serves several at once over as many connections as are allowed, each mail once', async () => {
    const server = await startReceivingServer();
    await send(server.port, many, { connections: 4 });
    expect(server.mailbox.map(({ to }) => to[0]).sort()).toEqual([...many].sort());
    expect(server.connections()).toBe(4);
  });

  it('is not called for no mail', async () => {
    const server = await startReceivingServer();
    expect((await send(server.port, [], { connections: 4 })).outcomes).toEqual([]);
    expect(server.connections()).toBe(0);
  });

  it.each([true, false])('may pipeline: %s', async (pipelines) => {
    const server = await startReceivingServer({
      hidePIPELINING: !pipelines,
      refuse: (step, _times, address) => (step === 'RCPT' && address === ann ? '550 5.1.1 no' : undefined),
    });
    const { states } = await send(server.port, [ann, bob]);
    expect(states).toEqual(['refused', 'accepted']);
    expect(server.mailbox.map(({ to }) => to)).toEqual([[bob]]);
    expect(server.connections()).toBe(1);
  });

  it('is told of in the order of the mails', async () => {
    const server = await startReceivingServer();
    const { outcomes } = await send(server.port, many, { connections: 3 });
    expect(outcomes.map(({ mail }) => mail.recipient)).toEqual(many);
  });

  it('need not answer the goodbye', async () => {
    const server = await startScriptedServer(faultAt('QUIT', { next: 'hang' }));
    expect((await send(server.port, [ann])).states).toEqual(['accepted']);
    await expect.poll(() => server.steps.at(-1)).toBe('QUIT');
  });
});

describe('a server that is busy', () => {
  it.each(answeringSteps)('gets a mail again after it said 4xx at %s, and has it once', async (step) => {
    const server = await startScriptedServer(saysAt(step, '450 4.3.0 not now\r\n'));
    const { states, pauses, lastState } = await send(server.port, [ann], signedIn);
    expect(states).toEqual(['accepted']);
    expect(server.mailbox).toHaveLength(1);
    expect(pauses).toEqual([1000]);
    expect(await lastState(ann)).toBe('accepted');
  });

  it.each(answeringSteps)('may say 421 at %s and hang up', async (step) => {
    const server = await startScriptedServer(
      faultAt(step, { says: '421 4.3.2 shutting down\r\n', next: 'cut' }),
    );
    const { states } = await send(server.port, [ann, bob], signedIn);
    expect(states).toEqual(['accepted', 'accepted']);
    expect(server.mailbox.map(({ to }) => to[0]).sort()).toEqual([ann, bob]);
  });

  it.each(['connect', 'AUTH', 'MAIL', 'RCPT', 'dot'] as const)(
    'gets a mail again after smtp-server said 451 at %s',
    async (where) => {
      const server = await startReceivingServer({
        user: { name: 'robot', password: 'secret' },
        allowInsecureAuth: true,
        refuse: (step, times) => (step === where && times === 0 ? '451 4.3.0 later' : undefined),
      });
      const { states, pauses } = await send(server.port, [ann], signedIn);
      expect([states, pauses, server.mailbox.length]).toEqual([['accepted'], [1000], 1]);
    },
  );

  it.each([...answeringSteps, 'content'] as const)('may say what nobody understands at %s', async (step) => {
    const server = await startScriptedServer(saysAt(step, 'pardon?\r\n'));
    const { states } = await send(server.port, [ann], signedIn);
    // After the dot that may be a yes.
    expect(states).toEqual([step === 'dot' ? 'unknown' : 'accepted']);
  });

  it('gets a mail as often as the config says, with pauses that triple', async () => {
    const server = await startScriptedServer(faultAt('RCPT', { says: '450 4.2.1 over quota\r\n' }, true));
    const { outcomes, pauses, lastState } = await send(server.port, [ann], {
      retries: { times: 3, pause: 500 },
    });
    expect(pauses).toEqual([500, 1500, 4500]);
    expect(outcomes).toMatchObject([{ state: 'deferred', words: '450 4.2.1 over quota' }]);
    expect(server.steps.filter((step) => step === 'RCPT')).toHaveLength(4);
    expect(await lastState(ann)).toBe('deferred');
  });

  it('is not waited for longer than a day at a time, which timers could not', async () => {
    const server = await startScriptedServer(faultAt('RCPT', { says: '450 4.2.1 over quota\r\n' }, true));
    const day = 86_400_000;
    const { pauses } = await send(server.port, [ann], { retries: { times: 3, pause: day / 4 } });
    expect(pauses).toEqual([day / 4, (day / 4) * 3, day]);
  });

  it('gets no mail again where the config allows no retry', async () => {
    const server = await startScriptedServer(faultAt('RCPT', { says: '450 4.2.1 over quota\r\n' }));
    const { states, pauses } = await send(server.port, [ann], { retries: { times: 0, pause: 500 } });
    expect([states, pauses]).toEqual([['deferred'], []]);
  });

  it('defers only the mail that it said so of', async () => {
    const server = await startScriptedServer((step, _times, line) =>
      step === 'RCPT' && line.includes(ann) ? { says: '450 4.2.1 over quota\r\n' } : undefined,
    );
    const { states } = await send(server.port, [ann, bob]);
    expect(states).toEqual(['deferred', 'accepted']);
    expect(server.mailbox).toHaveLength(1);
  });
});

describe('a server that refuses', () => {
  it.each([
    ['RCPT', '550 5.1.1 no such user'],
    ['DATA', '554 5.5.1 no valid recipients'],
    ['dot', '554 5.7.1 looks like spam'],
    ['MAIL', '552 5.3.4 too large'],
  ] as const)(
    'costs one recipient the mail where it says 5xx at %s; the others get theirs',
    async (where, reply) => {
      const server = await startScriptedServer(faultAt(where, { says: `${reply}\r\n` }));
      const { outcomes, pauses, lastState } = await send(server.port, [ann, bob]);
      expect(outcomes).toMatchObject([{ state: 'refused', words: reply }, { state: 'accepted' }]);
      expect(server.mailbox.map(({ to }) => to)).toEqual([[bob]]);
      expect(pauses).toEqual([]);
      expect(await lastState(ann)).toBe('refused');
      expect(server.steps.filter((step) => step === 'connect')).toHaveLength(1);
      expect(server.steps).toContain('RSET');
    },
  );

  it.each([
    ['connect', '554 5.7.1 go away'],
    ['EHLO', '550 5.7.1 who are you'],
    ['AUTH', '535 5.7.8 wrong password'],
    ['MAIL', '550 5.1.8 sender unknown'],
  ] as const)('cannot be used where it says 5xx at %s', async (where, reply) => {
    const server = await startScriptedServer(saysAt(where, `${reply}\r\n`, true));
    const sending = send(server.port, [ann, bob], { ...signedIn, connections: 2 });
    await expect(sending).rejects.toThrow(UnavailableError);
    await expect(sending).rejects.toThrow(reply);
    expect(server.mailbox).toEqual([]);
  });

  it('cannot be used where it wants somebody to sign in, and nobody does', async () => {
    const server = await startScriptedServer(faultAt('MAIL', { says: '530 5.7.0 sign in first\r\n' }, true));
    await expect(send(server.port, [ann])).rejects.toThrow('530 5.7.0 sign in first');
  });

  it('cannot be used where it offers no way to sign in', async () => {
    const server = await startScriptedServer(
      faultAt('AUTH', { says: '503 5.5.1 AUTH not available\r\n' }, true),
      [],
    );
    await expect(send(server.port, [ann], signedIn)).rejects.toThrow(UnavailableError);
  });

  it('cannot be used where smtp-server knows another password', async () => {
    const server = await startReceivingServer({
      user: { name: 'robot', password: 'another' },
      allowInsecureAuth: true,
    });
    const sending = send(server.port, [ann], signedIn);
    await expect(sending).rejects.toThrow('535 5.7.8 authentication failed');
    await expect(sending).rejects.not.toThrow('secret');
  });

  it('serves on after a refusal if it does not know RSET, over a new connection', async () => {
    const server = await startScriptedServer((step, times) => {
      if (step === 'RSET') return { says: '502 5.5.1 not known\r\n' };
      return step === 'RCPT' && times === 0 ? { says: '550 5.1.1 no\r\n' } : undefined;
    });
    const { states } = await send(server.port, [ann, bob]);
    expect(states).toEqual(['refused', 'accepted']);
    expect(server.steps.filter((step) => step === 'connect')).toHaveLength(2);
  });

  it.each(['cut', 'hang'] as const)('serves on over a new connection after a %s at RSET', async (next) => {
    const server = await startScriptedServer((step, times) => {
      if (step === 'RSET') return { next };
      return step === 'RCPT' && times === 0 ? { says: '550 5.1.1 no\r\n' } : undefined;
    });
    const { states, pauses } = await send(server.port, [ann, bob], { timeout: 400 });
    expect([states, pauses]).toEqual([['refused', 'accepted'], []]);
  });

  it.each([false, true])(
    'limits the size of a message (without saying so beforehand: %s)',
    async (hideSize) => {
      const server = await startReceivingServer({ size: 10_000, hideSize });
      const { outcomes } = await send(server.port, [ann], { message: messageOf(20_000) });
      expect(outcomes).toMatchObject([{ state: 'refused', words: expect.stringMatching(/large|size/) }]);
      expect(server.mailbox).toEqual([]);
    },
  );

  it('keeps its connection after a message that is larger than it allows', async () => {
    const server = await startReceivingServer({ size: 10_000 });
    await send(server.port, [ann, bob], { message: messageOf(20_000) });
    expect(server.connections()).toBe(1);
  });
});

describe('a server that pipelines', () => {
  const extensions = ['PIPELINING', 'AUTH PLAIN'];

  it.each(['MAIL', 'RCPT', 'DATA', 'dot'] as const)('is busy at %s for a while', async (step) => {
    const server = await startScriptedServer(faultAt(step, { says: '450 4.3.0 not now\r\n' }), extensions);
    const { states, pauses } = await send(server.port, [ann, bob]);
    expect([states, pauses]).toEqual([['accepted', 'accepted'], [1000]]);
    expect(
      server.mailbox
        .map(({ to }) => to)
        .filter((to) => to.length > 0)
        .sort(),
    ).toEqual([[ann], [bob]]);
  });

  it.each([
    ['RCPT', '550 5.1.1 no such user'],
    ['DATA', '554 5.5.1 no valid recipients'],
    ['dot', '554 5.7.1 looks like spam'],
    ['MAIL', '552 5.3.4 too large'],
  ] as const)('refuses one recipient at %s; the others get theirs', async (step, reply) => {
    const server = await startScriptedServer(faultAt(step, { says: `${reply}\r\n` }), extensions);
    const { outcomes } = await send(server.port, [ann, bob]);
    expect(outcomes).toMatchObject([{ state: 'refused', words: reply }, { state: 'accepted' }]);
    // Where it asks for a message without a recipient, it is given an empty one.
    expect(server.mailbox.map(({ to }) => to).filter((to) => to.length > 0)).toEqual([[bob]]);
  });

  it.each(['MAIL', 'RCPT', 'DATA', 'content'] as const)('hangs up at %s', async (step) => {
    const server = await startScriptedServer(faultAt(step, { next: 'cut' }), extensions);
    const { states } = await send(server.port, [ann, bob]);
    expect(states).toEqual(['accepted', 'accepted']);
    expect(server.mailbox.map(({ to }) => to).sort()).toEqual([[ann], [bob]]);
  });

  it('may be one that wants none of our mails', async () => {
    const server = await startScriptedServer(faultAt('MAIL', { says: '550 5.1.8 no\r\n' }, true), extensions);
    await expect(send(server.port, [ann])).rejects.toThrow('550 5.1.8 no');
  });
});

describe('a server that takes few connections', () => {
  it.each(['421 4.7.0 too many connections', '554 5.7.0 too many connections'])(
    'gets all mails over the one that it takes: %s',
    async (reply) => {
      let open = 0;
      const server = await startScriptedServer((step) => {
        if (step === 'connect') {
          open += 1;
          return open > 1 ? { says: `${reply}\r\n`, next: 'cut' } : undefined;
        }
        return undefined;
      });
      const { states, pauses } = await send(server.port, many, { connections: 4 });
      expect(new Set(states)).toEqual(new Set(['accepted']));
      expect(server.mailbox.map(({ to }) => to[0]).sort()).toEqual([...many].sort());
      expect(pauses).toEqual([]);
    },
  );

  it('gets what a connection left over that came too late for the one that served', async () => {
    let second: (() => void) | undefined;
    const served = new Promise<void>((resolve) => {
      second = resolve;
    });
    const server = await startScriptedServer((step, times) => {
      if (step === 'connect' && times === 1)
        return { says: '421 4.7.0 too many connections\r\n', next: 'cut', until: served };
      if (step === 'QUIT') second?.();
      return undefined;
    });
    const { states, pauses } = await send(server.port, [ann, bob], { connections: 2 });
    expect([states, pauses]).toEqual([['accepted', 'accepted'], []]);
  });

  it('holds smtp-server to one client', async () => {
    const server = await startReceivingServer({ maxClients: 1 });
    const { states } = await send(server.port, many, { connections: 4 });
    expect(new Set(states)).toEqual(new Set(['accepted']));
    expect(server.mailbox).toHaveLength(many.length);
  });
});

describe('the words of a server', () => {
  it.each([
    '550 5.1.1 <bob.smith@example.com> unknown',
    '550 5.1.1 user bob.smith unknown',
    '550-5.1.1 Bob.Smith@EXAMPLE.com\r\n550 5.1.1 is not here',
  ])('are told without the address: %s', async (reply) => {
    const server = await startScriptedServer(faultAt('RCPT', { says: `${reply}\r\n` }));
    const { outcomes } = await send(server.port, [bob]);
    expect(outcomes[0]?.state).toBe('refused');
    expect(outcomes[0]?.words).toMatch(/^550.*5\.1\.1 .*<address>/);
    expect(outcomes[0]?.words).not.toMatch(/smith/i);
  });

  it('are told without the address where it can serve nobody', async () => {
    const server = await startScriptedServer(
      faultAt('RCPT', { says: '530 5.7.1 bob.smith@example.com is for those who sign in\r\n' }, true),
    );
    const error: unknown = await send(server.port, [bob]).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(String(error)).toContain('530 5.7.1');
    expect(String(error)).not.toContain('smith');
  });

  it('may be in any language', async () => {
    const server = await startScriptedServer(faultAt('RCPT', { says: '550 5.1.1 boîte inconnue\r\n' }));
    expect((await send(server.port, [bob])).outcomes[0]?.words).toBe('550 5.1.1 boîte inconnue');
  });
});
