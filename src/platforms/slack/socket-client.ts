import { SocketModeClient } from '@slack/socket-mode';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { guard } from './guard.ts';
import { silent } from './silent.ts';

export interface SocketOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly log: Log;
}

/** Of an envelope: what Slack sends through the socket. */
interface Envelope {
  readonly type: string;
  readonly ack: () => Promise<void>;
}

/** One client of Socket Mode: what it does by default retries, shares and rejects where nobody sees it. */
export const createSocketClient = (
  { appToken, clientOptions, log }: SocketOptions,
  pongWithinMs: number,
): SocketModeClient => {
  const client = new SocketModeClient({
    appToken,
    logger: silent,
    clientPingTimeout: pongWithinMs,
    // Slack's own pings come about twice a minute.
    serverPingTimeout: 2 * pongWithinMs,
    autoReconnectEnabled: false,
    // Its own object: Socket Mode writes into what it is given.
    clientOptions: { ...clientOptions },
  });
  const tell = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    log.error({ platform: 'slack', why }, 'Something that Slack sent could not be handled.');
  };
  guard(client, 'ws_message', tell);
  // Slack repeats an event that nobody acknowledges, and in the end sends the app no more of them.
  client.on('slack_event', ({ type, ack }: Envelope) => {
    if (type === 'events_api') ack().catch(tell);
  });
  return client;
};
