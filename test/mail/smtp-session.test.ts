import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/errors.ts';
import { makeAuthority } from './certificates.ts';
import { startReceivingServer } from './receiving-server.ts';
import { type Fault, type Step, startScriptedServer } from './scripted-server.ts';
import { messageOf, send } from './sending.ts';

const { ca, here, elsewhere } = makeAuthority();
const another = makeAuthority();
const ann = 'ann@example.com';
const auth = { user: 'robot', password: 'secret' };
const user = { name: 'robot', password: 'secret' };
const passing = { retries: { times: 0, pause: 0 }, timeout: 500 };

const atStartTls = (fault: Fault) => (step: Step) => (step === 'STARTTLS' ? fault : undefined);

describe('STARTTLS', () => {
  const starttls = { tls: 'starttls', ca } as const;

  it('secures the connection before anybody signs in, with an authority of our own', async () => {
    const server = await startReceivingServer({ ...here, user });
    const { states } = await send(server.port, [ann], { ...starttls, auth });
    expect(states).toEqual(['accepted']);
    expect(server.mailbox).toMatchObject([{ to: [ann], secure: true }]);
  });

  it('takes a certificate for the name of the host', async () => {
    const server = await startReceivingServer(here);
    await send(server.port, [ann], { ...starttls, host: 'localhost' });
    expect(server.mailbox).toMatchObject([{ secure: true }]);
  });

  it('is asked for a second time over each connection', async () => {
    const server = await startReceivingServer(here);
    const many = Array.from({ length: 6 }, (_, number) => `reader${number}@example.com`);
    await send(server.port, many, { ...starttls, connections: 3 });
    expect(server.mailbox.map(({ secure }) => secure)).toEqual(many.map(() => true));
    expect(server.connections()).toBe(3);
  });

  it.each([
    ['offers it not', ['AUTH PLAIN']],
    ['offers it and refuses it', ['AUTH PLAIN', 'STARTTLS']],
  ])('is demanded: a server that %s gets neither password nor mail', async (_what, extensions) => {
    const server = await startScriptedServer(() => undefined, extensions);
    const sending = send(server.port, [ann], { ...starttls, auth });
    await expect(sending).rejects.toThrow(UnavailableError);
    await expect(sending).rejects.toThrow('no STARTTLS: 502 5.5.1 not known');
    expect(server.steps).toEqual(['connect', 'EHLO', 'STARTTLS']);
  });

  it('is tried again where the server cannot do it for a while', async () => {
    const server = await startScriptedServer(atStartTls({ says: '454 4.7.0 not now\r\n' }), ['STARTTLS']);
    const { outcomes, pauses } = await send(server.port, [ann], starttls);
    expect(outcomes).toMatchObject([{ state: 'deferred', words: 'no STARTTLS: 454 4.7.0 not now' }]);
    expect(pauses).toHaveLength(2);
  });

  it.each(['cut', 'hang'] as const)(
    'is tried again after a %s in the middle of the handshake',
    async (next) => {
      const server = await startScriptedServer(atStartTls({ says: '220 go ahead\r\n', next }), ['STARTTLS']);
      const { states } = await send(server.port, [ann], { ...starttls, ...passing });
      expect(states).toEqual(['deferred']);
    },
  );

  it.each([
    ['for another host', elsewhere, ca, /does not match certificate/],
    ['by an unknown authority', another.here, ca, /unable to (verify|get)|self-signed/],
    ['by an authority that nobody named', here, null, /unable to (verify|get)|self-signed/],
  ])('takes no certificate %s', async (_what, certificate, authorities, words) => {
    const server = await startReceivingServer({ ...certificate, user });
    const sending = send(server.port, [ann], { tls: 'starttls', ca: authorities, auth });
    await expect(sending).rejects.toThrow(UnavailableError);
    await expect(sending).rejects.toThrow(words);
    expect(server.mailbox).toEqual([]);
  });

  it('takes no file of authorities that holds none', async () => {
    const server = await startReceivingServer(here);
    await expect(send(server.port, [ann], { tls: 'starttls', ca: 'none' })).rejects.toThrow(UnavailableError);
  });

  it('has the dot noted only once all of the message but the dot has left this process', async () => {
    let read: (() => void) | undefined;
    const beforeReading = new Promise<void>((resolve) => {
      read = resolve;
    });
    const server = await startReceivingServer({ ...here, beforeReading });
    const message = messageOf(16_000_000);
    const states: string[] = [];
    const sending = send(server.port, [ann], {
      ...starttls,
      message,
      noting: (state) => void states.push(state),
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(states).toEqual(['intended']);
    read?.();
    expect((await sending).noted).toEqual(['intended', 'dot', 'accepted']);
    expect(server.mailbox[0]?.message.equals(message)).toBe(true);
  });
});

describe('TLS from the first byte', () => {
  const implicit = { tls: 'implicit', ca } as const;

  it('secures the connection', async () => {
    const server = await startReceivingServer({ ...here, secure: true, user });
    await send(server.port, [ann], { ...implicit, auth });
    expect(server.mailbox).toMatchObject([{ to: [ann], secure: true }]);
  });

  it.each([
    ['for another host', elsewhere, /does not match certificate/],
    ['by an unknown authority', another.here, /unable to (verify|get)|self-signed/],
  ])('takes no certificate %s', async (_what, certificate, words) => {
    const server = await startReceivingServer({ ...certificate, secure: true });
    const sending = send(server.port, [ann], implicit);
    await expect(sending).rejects.toThrow(UnavailableError);
    await expect(sending).rejects.toThrow(words);
  });

  it('cannot be had of a server that only knows what is no longer safe', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const server = await startReceivingServer({ ...here, ...old, secure: true });
    await expect(send(server.port, [ann], implicit)).rejects.toThrow('no TLS: tlsv1 alert protocol version');
  });

  it('cannot be had of a server that begins without it', async () => {
    const server = await startReceivingServer(here);
    const sending = send(server.port, [ann], implicit);
    await expect(sending).rejects.toThrow(UnavailableError);
    await expect(sending).rejects.toThrow(/no TLS: .*(wrong version number|packet length)/);
  });
});

describe('TLS where it is offered', () => {
  const opportunistic = { tls: 'opportunistic', ca } as const;

  it.each([true, false])('is used if it is offered: %s', async (offers) => {
    const server = await startReceivingServer(offers ? here : {});
    await send(server.port, [ann], opportunistic);
    expect(server.mailbox).toMatchObject([{ secure: offers }]);
  });

  it('takes no certificate for another host', async () => {
    const server = await startReceivingServer(elsewhere);
    await expect(send(server.port, [ann], opportunistic)).rejects.toThrow(UnavailableError);
  });

  it('sends no password in clear where it was offered and failed', async () => {
    const server = await startScriptedServer(atStartTls({ says: '454 4.7.0 not now\r\n' }), [
      'STARTTLS',
      'AUTH PLAIN',
    ]);
    await expect(send(server.port, [ann], { ...opportunistic, auth })).rejects.toThrow(UnavailableError);
    expect(server.steps).not.toContain('AUTH');
  });
});

describe('no TLS', () => {
  it('is used even where it is offered, if the config says so', async () => {
    const server = await startReceivingServer(here);
    await send(server.port, [ann], { tls: 'none' });
    expect(server.mailbox).toMatchObject([{ secure: false }]);
  });
});

describe('an address', () => {
  it('goes over the wire with its domain in ASCII', async () => {
    const server = await startScriptedServer(() => undefined);
    await send(server.port, ['ann@bücher.example'], { from: 'berichte@bücher.example' });
    expect(server.mailbox).toMatchObject([
      { from: 'berichte@xn--bcher-kva.example', to: ['ann@xn--bcher-kva.example'] },
    ]);
  });

  it('that no command can hold is refused, and the next mail goes through', async () => {
    const server = await startReceivingServer();
    const { states } = await send(server.port, ['ann>@example.com', ann]);
    expect(states).toEqual(['refused', 'accepted']);
    expect(server.connections()).toBe(1);
  });
});
