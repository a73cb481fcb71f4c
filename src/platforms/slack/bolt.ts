import { App, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { guard } from './guard.ts';
import { silent } from './silent.ts';

export interface BoltOptions {
  readonly botToken: string;
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly log: Log;
}

/** Bolt on Socket Mode, made by hand: what it does by default retries, shares and rejects where nobody sees it. */
export const createBolt = (
  { botToken, appToken, clientOptions, log }: BoltOptions,
  pongWithinMs: number,
): { readonly app: App; readonly client: SocketModeReceiver['client'] } => {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: silent,
    clientPingTimeout: pongWithinMs,
    // Slack's own pings come about twice a minute.
    serverPingTimeout: 2 * pongWithinMs,
    autoReconnectEnabled: false,
    // Its own object: Socket Mode writes into what it is given.
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({
    receiver,
    token: botToken,
    logger: silent,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { ...clientOptions },
  });
  const tell = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    log.error({ platform: 'slack', why }, 'Something that Slack sent could not be handled.');
  };
  app.error(async (error) => {
    tell(error);
    return Promise.resolve();
  });
  for (const event of ['ws_message', 'slack_event']) guard(receiver.client, event, tell);
  return { app, client: receiver.client };
};
