import { openLedger } from '../../src/mail/ledger.ts';
import { mailTo } from './mail-to.ts';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** What a process does with a ledger; it says on its standard output how far it has come. */
const deeds: Readonly<Record<string, (path: string) => Promise<void>>> = {
  /** Notes a mail, and keeps the ledger until it is killed. */
  hold: async (path) => {
    const ledger = await openLedger(path, 0, () => undefined);
    await ledger.note(mailTo('held@example.com'), 'accepted');
    say('held');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    ledger.close();
  },
  /** Notes mails until it is killed, and names each that is noted. */
  'note for ever': async (path) => {
    const ledger = await openLedger(path, 0, () => undefined);
    for (let number = 0; ; number += 1) {
      await ledger.note(mailTo(`reader${number}@example.com`), 'accepted');
      say(`reader${number}@example.com`);
    }
  },
  /** Makes one ledger after the other until it is killed. */
  'make for ever': async (path) => {
    for (let number = 0; ; number += 1) {
      const ledger = await openLedger(`${path}-${number}`, 0, () => undefined);
      ledger.close();
      if (number === 0) say('makes');
    }
  },
  /** Is killed when the dot of a mail is noted. */
  'die before the dot': async (path) => {
    const ledger = await openLedger(path, 0, () => undefined);
    await ledger.note(mailTo('ann@example.com'), 'dot');
    process.kill(process.pid, 'SIGKILL');
  },
  /** Is killed when the dot of a mail is noted, and marked as it is before it is written. */
  'die at the dot': async (path) => {
    const ledger = await openLedger(path, 0, () => undefined);
    await ledger.note(mailTo('ann@example.com'), 'dot');
    ledger.markDot(mailTo('ann@example.com'));
    process.kill(process.pid, 'SIGKILL');
  },
  /** Notes a mail to an address of its own. */
  'note once': async (path) => {
    const ledger = await openLedger(path, 60_000, () => undefined);
    await ledger.note(mailTo(`process${process.pid}@example.com`), 'accepted');
    ledger.close();
  },
};

const [, , deed = '', path = ''] = process.argv;
await deeds[deed]?.(path);
