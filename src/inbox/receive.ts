import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../core/log.ts';
import { readEvent } from '../waconnect/payload.ts';
import { signatureHeader, signedBy } from '../waconnect/signature.ts';
import type { Answer } from './accept.ts';
import type { Alarms } from './alarms.ts';
import { createRefusals } from './refusals.ts';
import { createRoom } from './room.ts';

/** WaConnect waits 5 s for an answer (its webhook page): ours must be under way before. */
const longestAcceptMs = 4_000;
/**
 * Whoever would be kept later than this is asked at once to come again: so late that nobody is sent away who has time,
 * and early enough that a commit twice as slow as the one before is still answered within WaConnect's 5 s.
 */
const longestWaitMs = 2_000;
/** More than this waits for the disk: the sender's repeats keep it better than our memory would. */
const mostWaiting = { count: 2_000, size: 64 * 1024 * 1024 };

export interface ReceiveOptions {
  readonly path: string;
  /** Asked for each webhook, so that they may change meanwhile. Empty: `unsigned` was written out in the configuration. */
  readonly secrets: () => readonly string[];
  readonly accept: (body: Uint8Array) => Promise<Answer>;
  /** How long `accept` will take of a webhook that comes now, ms; 0: as long as it takes at the least. */
  readonly waitMs: () => number;
  readonly alarms: Pick<Alarms, 'heard' | 'refused'>;
  readonly log: Log;
}

/**
 * Answers webhooks. A signed one is never refused for what it says: WaConnect does not repeat after a 4xx, so what we
 * cannot read is kept all the same; 503 asks for a repeat where it could not be kept.
 */
export const receive: FastifyPluginCallback<ReceiveOptions> = (app, options, done) => {
  const { path, accept, waitMs, alarms, log } = options;
  // Also of those that were answered 503, since the disk took too long: they are still in hand.
  const waiting = createRoom(mostWaiting);
  const refusals = createRefusals(
    log,
    'The disk is too slow for all that comes in: some are asked to come again.',
  );

  app.post(path, async (request, reply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const secrets = options.secrets();
    const signer = signedBy(body, request.headers[signatureHeader], secrets);
    if (secrets.length > 0 && signer === null) return refuse(request, reply);
    // Without signatures anybody can send anything: only what can be read is worth keeping.
    if (secrets.length === 0 && readEvent(body).kind === 'unreadable') {
      return reply.code(400).send({ status: 'refused', why: 'The body is not a JSON object.' });
    }
    alarms.heard(signer === null ? null : (secrets[signer] ?? null));
    const leave = waitMs() > longestWaitMs ? null : waiting.enter(body.length);
    if (leave === null) {
      refusals.count();
      return tryAgain(reply, 'Too many webhooks are waiting for the disk.');
    }
    return answer(reply, accept(body).finally(leave));
  });

  const refuse = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    alarms.refused();
    const signature =
      request.headers[signatureHeader] === undefined ? 'is missing' : 'is not under any of our secrets';
    log.warn({ from: request.ip }, `A webhook was refused: its ${signatureHeader} ${signature}.`);
    return reply.code(401).send({ status: 'refused', why: `The ${signatureHeader} header ${signature}.` });
  };

  const answer = async (reply: FastifyReply, accepted: Promise<Answer>): Promise<FastifyReply> => {
    try {
      const status = await within(longestAcceptMs, accepted);
      return await reply.code(200).send({ status });
    } catch (error) {
      log.error({ err: error }, 'A webhook could not be kept; WaConnect is asked to send it again.');
      return tryAgain(reply, 'It could not be kept.');
    }
  };

  done();
};

const tryAgain = (reply: FastifyReply, why: string): FastifyReply =>
  reply.code(503).header('retry-after', '1').send({ status: 'try again', why });

/** Rejects when the promise takes longer; what it does goes on, and a repeat of the webhook finds it done. */
const within = async <Result>(ms: number, promise: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The store took longer than ${ms} ms.`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};
