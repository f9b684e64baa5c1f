import { createServer, request } from 'node:http';
import { pipeline } from 'node:stream';
import { listen } from '../engine/clickhouse/fake-clickhouse.ts';

/** What stands between the command and a server. */
export interface PassingServer {
  readonly port: number;
  /** The sessions of the statements that came by, in their order; null for one without. */
  readonly sessions: readonly (string | null)[];
}

/**
 * A server that passes on what it is asked to a real one, until the end of the test.
 * @param before is called with the number of each statement, from nought; what it promises is waited for
 */
export async function passTo(
  httpPort: number,
  before: (statement: number) => Promise<unknown> | undefined = () => undefined,
): Promise<PassingServer> {
  const sessions: (string | null)[] = [];
  const port = await listen(
    createServer(async (asked, answer) => {
      const { method, headers, url = '/' } = asked;
      sessions.push(new URL(url, 'http://server').searchParams.get('session_id'));
      const passedOn = request({
        host: '127.0.0.1',
        port: httpPort,
        agent: false,
        method,
        headers,
        path: url,
      });
      passedOn.on('response', (response) => {
        answer.writeHead(response.statusCode ?? 500, response.headers);
        pipeline(response, answer, () => {});
      });
      // A server that is gone is gone for who asks, too.
      passedOn.on('error', () => answer.destroy());
      await before(sessions.length - 1);
      pipeline(asked, passedOn, () => {});
    }),
  );
  return { port, sessions };
}
