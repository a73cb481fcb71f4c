import { Transform, type Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../core/log.ts';
import { createRefusals } from './refusals.ts';
import { createRoom } from './room.ts';

/**
 * Bodies that may be in memory at once, from their first byte until they are answered. The small ones have a room of
 * their own: a few connections that promise much and send little keep no message of some words outside.
 */
const largestSmall = 64 * 1024;
const mostSmall = { count: 2_000, size: 32 * 1024 * 1024 };
const mostLarge = { count: 2_000, size: 64 * 1024 * 1024 };

/** A body of unknown length became too large for the room that there is. */
export class NoRoom extends Error {
  readonly statusCode = 503;
}

/**
 * Keeps the memory flat when requests come in faster than they can be kept: who finds no room is answered 503 before
 * the body is read. A body that does not say how long it is (chunked) takes the room of a small one, and of the largest
 * one when it turns out to be more.
 */
export const limitBodies = (app: FastifyInstance, largestBody: number, log: Log): void => {
  const small = createRoom(mostSmall);
  const large = createRoom(mostLarge);
  const refusals = createRefusals(
    log,
    'Webhooks come in faster than they can be kept: some are asked to come again.',
  );

  const enter = (reply: FastifyReply, size: number): boolean => {
    const leave = size <= largestSmall ? small.enter(size) : large.enter(Math.min(size, largestBody));
    // However it ends: answered, broken off, or cut off.
    if (leave !== null) reply.raw.once('close', leave);
    return leave !== null;
  };

  app.addHook('onRequest', (request, reply, next) => {
    const size = sizeOf(request);
    if (size === 0 || enter(reply, size)) return next();
    refusals.count();
    turnAway(reply);
  });

  app.addHook('preParsing', (request, reply, payload, next) => {
    if (!isChunked(request)) next(null, payload);
    else
      next(
        null,
        countedFrom(payload, () => enter(reply, largestBody)),
      );
  });
};

const sizeOf = (request: FastifyRequest): number =>
  isChunked(request) ? largestSmall : Number(request.headers['content-length'] ?? 0);

const isChunked = ({ headers }: FastifyRequest): boolean => headers['transfer-encoding'] !== undefined;

/** The same bytes; fails once they are more than a small body, unless `grow` finds room for them. */
const countedFrom = (payload: Readable, grow: () => boolean): Readable => {
  let size = 0;
  const counted = new Transform({
    transform: (chunk: Uint8Array, _encoding, passed) => {
      const wasSmall = size <= largestSmall;
      size += chunk.length;
      if (wasSmall && size > largestSmall && !grow()) passed(new NoRoom('there is no room for this body'));
      else passed(null, chunk);
    },
  });
  payload.on('error', (error) => counted.destroy(error));
  return payload.pipe(counted);
};

/** What is sent all the same is not even read. */
const turnAway = (reply: FastifyReply): void =>
  void reply
    .code(503)
    .headers({ 'retry-after': '1', connection: 'close' })
    .send({ status: 'try again', why: 'Too many webhooks are waiting.' });
