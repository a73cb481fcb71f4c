import { expect, test } from 'vitest';
import { createGuard } from '../../src/media/guard.ts';
import { sampleFiles } from './files.ts';
import { build, sayFile, serve } from './world.ts';

const refused = { text: 'its address is not one that files may come from', isPermanent: true };
const guard = createGuard({ hosts: ['app.waconnect.me', '*.fbcdn.net', '1.1.1.1'], allowsLoopback: false });

test.each([
  'https://app.waconnect.me/x',
  'https://APP.waconnect.me:443/x?y#z',
  'https://a.b.fbcdn.net/x',
  'https://1.1.1.1/',
])('guard › %s may be asked', (address) => {
  expect(guard.admit(address).protocol).toBe('https:');
});

test.each([
  'http://app.waconnect.me/x',
  'ftp://app.waconnect.me/x',
  'file:///etc/passwd',
  'https://app.waconnect.me:8443/x',
  'https://app.waconnect.me@evil.example/x',
  'https://name:word@app.waconnect.me/x',
  'https://evil.example/app.waconnect.me',
  'https://fbcdn.net/x',
  'https://evilfbcdn.net/x',
  'https://app.waconnect.me.evil.example/x',
  'https://app.waconnect.me./x',
  'not an address',
  '',
])('guard › %s may not', (address) => {
  expect(() => guard.admit(address)).toThrow(refused.text);
});

const inside = [
  '127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1',
  '255.255.255.255', '198.18.0.1', '192.0.0.170', '240.0.0.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd00:ec2::254',
  'ff02::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::',
  '2001::1', '2001:db8::1', 'fec0::1', '100::1', '4000::1',
]; // prettier-ignore

/** What a socket is told when it asks for the addresses of a name. */
const lookUp = (addresses: readonly string[]): Promise<readonly unknown[] | string> => {
  const resolve = async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const { lookup } = createGuard({ hosts: [], allowsLoopback: false, resolve });
  return new Promise((settle) => {
    lookup('files.example', { all: true }, (error, found) => {
      settle(
        error === null
          ? [found].flat().map((one) => (typeof one === 'string' ? one : one.address))
          : error.message,
      );
    });
  });
};

test.each(inside)('guard › a name that leads to %s is not connected to', async (address) => {
  expect(await lookUp([address])).toBe(refused.text);
  expect(await lookUp([address, '1.1.1.1'])).toEqual(['1.1.1.1']);
});

test.each(inside)('guard › %s as an address is not asked, allowed or not', (address) => {
  const host = address.includes(':') ? `[${address}]` : address;
  const { hostname } = new URL(`https://${host}`);
  const { admit } = createGuard({ hosts: [hostname], allowsLoopback: false });
  expect(() => admit(`https://${host}/`)).toThrow(refused.text);
});

test('guard › ordinary addresses are connected to', async () => {
  expect(await lookUp(['8.8.8.8', '2606:4700::1111'])).toEqual(['8.8.8.8', '2606:4700::1111']);
});

test.each(['http://0x7f000001/', 'http://2130706433/', 'http://127.1/', 'http://[::ffff:7f00:1]/'])(
  'guard › %s is this machine, however it is written',
  async (address) => {
    const { why } = build({ allowsLoopback: false, hosts: ['127.0.0.1', '[::ffff:7f00:1]'] });
    expect(await why({ url: address.replace('http:', 'https:') })).toEqual(refused);
  },
);

test('media › a name that first leads outside and then inside is checked at each connection', async () => {
  // Loopback stands for the outside here, and 10.0.0.1 for the inside.
  const answers = ['127.0.0.1', '10.0.0.1'];
  const resolve = async () => [{ address: answers.shift() ?? '10.0.0.1', family: 4 }];
  const server = await serve((_, response) => {
    response
      .writeHead(302, { location: `http://files.example:${server.port}/again`, connection: 'close' })
      .end();
  });
  const { why } = build({}, { resolve });

  expect(await why({ url: `http://files.example:${server.port}/photo` })).toEqual(refused);
  expect(server.requests.map(({ path }) => path)).toEqual(['/photo']);
  expect(answers).toEqual([]);
});

test('media › nothing on this machine is reached by a name, be it for a moment', async () => {
  const server = await serve((_, response) => sayFile(response, sampleFiles.photo()));
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    return [{ address: '127.0.0.1', family: 4 }];
  };
  const { why } = build({ allowsLoopback: false }, { resolve });

  expect(await why({ url: 'https://files.example/photo' })).toEqual(refused);
  expect([asked, server.requests]).toEqual([['files.example'], []]);
});

test.each(['http://127.0.0.1:1/', 'http://169.254.169.254/latest/meta-data/', 'https://evil.example/'])(
  'media › a redirect to %s is not followed',
  async (location) => {
    const inner = await serve((_, response) => sayFile(response, sampleFiles.photo()));
    const target = location.replace(':1/', `:${inner.port}/`);
    const server = await serve((_, response) => response.writeHead(302, { location: target }).end());
    const { why } = build(
      { hosts: ['files.example', '169.254.169.254'] },
      {
        resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      },
    );

    expect(await why({ url: `http://files.example:${server.port}/photo` })).toEqual(refused);
    expect([server.requests.length, inner.requests.length]).toEqual([1, 0]);
  },
);

test('media › redirects are followed three times, and a key stays behind', async () => {
  const elsewhere = await serve((_, response) => sayFile(response, sampleFiles.photo()));
  const server = await serve((request, response) => {
    const hop = Number(request.url?.slice(1));
    const location = hop < 3 ? `/${hop + 1}` : `${elsewhere.url}/file`;
    response.writeHead(307, { location }).end();
  });
  const { fetch, why } = build({ url: `${server.url}/{id}`, apiKey: 'wba_key' });

  expect((await fetch({ url: `${server.url}/1` })).mimeType).toBe('image/jpeg');
  expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual([
    'wba_key',
    'wba_key',
    'wba_key',
  ]);
  expect(elsewhere.requests[0]?.headers).not.toHaveProperty('x-api-key');
  expect(await why({ url: `${server.url}/0` }, 'image', 'b')).toEqual({
    text: 'its address leads round and round',
    isPermanent: false,
  });
});
