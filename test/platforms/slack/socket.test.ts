import { createServer, type Server } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { slack } from '../../../src/platforms/slack/index.ts';
import { plainText } from '../../sandbox/slack/index.ts';
import { card, onlyPart, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place, quiet } from './stand.ts';

test('slack › Socket Mode comes up, and comes back after Slack has sent it away; posts go on meanwhile', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand, stand.appToken);
  const signal = AbortSignal.timeout(30_000);
  await vi.waitFor(() => {
    expect(platform.state().status).toBe('up');
  }, 10_000);
  const { id } = await platform.open(place, card, posting('root', { signal }));
  stand.disconnect('refresh_requested');
  await vi.waitFor(() => {
    expect(platform.state().status).toBe('connecting');
  }, 10_000);
  const part = onlyPart(slack.format(words('meanwhile')));
  await platform.post(place, id, part, posting('s', { signal }));
  expect(stand.threads(channel)[0]?.replies.map(plainText)).toEqual(['meanwhile']);
  await vi.waitFor(() => {
    expect([platform.state().status, stand.sockets()]).toEqual(['up', 1]);
  }, 25_000);
}, 40_000);

test('slack › a wrong app token is told, and the process lives', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand, 'xapp-wrong');
  await vi.waitFor(() => {
    expect(platform.state()).toMatchObject({ status: 'down', why: expect.stringContaining('invalid_auth') });
  }, 10_000);
});

test('slack › a socket that Slack refuses is asked for again with growing waits, and the process lives', async () => {
  const sandbox = await createStand();
  const server = createServer((request, response) => {
    const open = { ok: true, url: `ws://127.0.0.1:${portOf(server)}/link` };
    const me = { ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1', user: 'u', team: 't', url: 'x' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url?.includes('connections.open') === true ? open : me));
  });
  let upgrades = 0;
  server.on('upgrade', (_request, socket) => {
    upgrades += 1;
    socket.end('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const apiUrl = `http://127.0.0.1:${portOf(server)}/api/`;
  const platform = await slack.connect({ botToken: 'xoxb-1', appToken: sandbox.appToken, apiUrl }, quiet);
  onTestFinished(() => platform.close());
  await vi.waitFor(() => {
    expect([platform.state().status, upgrades]).toEqual(['down', 3]);
  }, 10_000);
});

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
