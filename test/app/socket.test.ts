import { expect, test } from 'vitest';
import { takeSocket } from '../../src/app/socket.ts';

test('socket › one that is handed over to this process is taken, and to no process that it starts', () => {
  const environment = { LISTEN_PID: '42', LISTEN_FDS: '1', LISTEN_FDNAMES: 'webhooks', PATH: '/bin' };
  expect(takeSocket(environment, 42)).toEqual({ fd: 3 });
  expect(environment).toEqual({ PATH: '/bin' });
});

test('socket › one that is meant for another process is left alone', () => {
  const environment = { LISTEN_PID: '41', LISTEN_FDS: '1' };
  expect(takeSocket(environment, 42)).toBeNull();
  expect(environment).toEqual({});
});

test('socket › without one the bridge opens its own', () => {
  expect(takeSocket({}, 42)).toBeNull();
  expect(takeSocket({ LISTEN_PID: '42' }, 42)).toBeNull();
  expect(takeSocket({ LISTEN_PID: '42', LISTEN_FDS: '0' }, 42)).toBeNull();
});

test('socket › two are one too many, and nobody is left waiting in the second', () => {
  expect(() => takeSocket({ LISTEN_PID: '42', LISTEN_FDS: '2' }, 42)).toThrow('leave one ListenStream=');
});
