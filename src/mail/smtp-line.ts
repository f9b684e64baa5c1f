import { openSmtpSession, type SmtpSession, type SmtpSettings } from './smtp-session.ts';

/** A connection that is made when it is first needed, and made again where it has gone. */
export class SmtpLine {
  readonly #settings: SmtpSettings;
  #session: SmtpSession | undefined;
  #reachable = true;

  constructor(settings: SmtpSettings) {
    this.#settings = settings;
  }

  /** False where the server could not be reached when it was last called. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /** The connection, ready for a mail. Throws SmtpFailure. */
  async session(): Promise<SmtpSession> {
    if (this.#session?.isOpen()) return this.#session;
    this.#reachable = false;
    this.#session = await openSmtpSession(this.#settings);
    this.#reachable = true;
    return this.#session;
  }

  close(): void {
    this.#session?.close();
  }
}
