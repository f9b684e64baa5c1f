import { expect, it, onTestFinished } from 'vitest';
import { SmtpFailure } from '../../src/mail/smtp-failure.ts';
import { SmtpLine } from '../../src/mail/smtp-line.ts';
import { type ReceivingOptions, startReceivingServer } from './receiving-server.ts';
import { settingsFor } from './sending.ts';

/** A line to a server of its own. */
async function lineTo(options: ReceivingOptions = {}) {
  const server = await startReceivingServer(options);
  const line = new SmtpLine(settingsFor(server.port));
  onTestFinished(() => line.close());
  return { server, line };
}

it('connects when it is first needed, and keeps the connection for the next mail', async () => {
  const { server, line } = await lineTo();
  expect(line.reachable).toBe(true);
  expect(server.connections()).toBe(0);
  const session = await line.session();
  expect(await line.session()).toBe(session);
  expect(server.connections()).toBe(1);
  expect(line.reachable).toBe(true);
});

it('connects again where the connection has gone', async () => {
  const { server, line } = await lineTo();
  const session = await line.session();
  session.close();
  const next = await line.session();
  expect(next).not.toBe(session);
  expect(next.isOpen()).toBe(true);
  expect(server.connections()).toBe(2);
});

it('knows that the server could not be reached, until it can be again', async () => {
  const refuse: ReceivingOptions['refuse'] = (step, times) =>
    step === 'connect' && times === 0 ? '421 4.3.2 not now' : undefined;
  const { line } = await lineTo({ refuse });
  await expect(line.session()).rejects.toThrow(SmtpFailure);
  expect(line.reachable).toBe(false);
  await line.session();
  expect(line.reachable).toBe(true);
});

it('hangs up when it is closed, and has nothing to close before', async () => {
  const { line } = await lineTo();
  line.close();
  const session = await line.session();
  line.close();
  expect(session.isOpen()).toBe(false);
});
