import fastify, { type FastifyInstance } from 'fastify';
import { answerClientError } from './client-error.ts';
import { limitBodies, NoRoom } from './bodies.ts';
import { health, healthPaths, type HealthOptions } from './health.ts';
import { receive, type ReceiveOptions } from './receive.ts';

/** Meta's largest webhook, which WaConnect forwards (WhatsApp Cloud API: "payloads can be up to 3 MB"). */
const largestBody = 3 * 1024 * 1024;

export interface ServerOptions extends ReceiveOptions, HealthOptions {
  /** PEM texts. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
}

/** The HTTP side, whole, except that it does not listen. */
export const buildServer = (options: ServerOptions): FastifyInstance => {
  const app = fastify({
    bodyLimit: largestBody,
    ...(options.tls === null ? {} : { https: options.tls }),
    // A sender that is slow or broken off is let go; the others never wait for it.
    requestTimeout: 10_000,
    keepAliveTimeout: 75_000,
    connectionTimeout: 80_000,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    forceCloseConnections: 'idle',
    // A webhook that comes by a connection of before is kept, as long as there is something to keep it in.
    return503OnClosing: false,
    exposeHeadRoutes: true,
    clientErrorHandler: answerClientError,
  }) as unknown as FastifyInstance;

  // Whatever a request claims to be, it is bytes until its signature holds: an odd media type must not become a 415.
  app.addHook('onRequest', (request, _reply, next) => {
    request.raw.headers['content-type'] = 'application/octet-stream';
    next();
  });
  limitBodies(app, largestBody, options.log);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(request.url.split('?', 1)[0] ?? '', options.path);
    if (allowed === null)
      return reply.code(404).send({ status: 'refused', why: 'There is nothing at this path.' });
    return reply
      .code(405)
      .header('allow', allowed)
      .send({ status: 'refused', why: `Only ${allowed} is answered here.` });
  });
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const code = error.statusCode ?? 503;
    if (code >= 500) {
      if (!(error instanceof NoRoom))
        options.log.error({ err: error }, 'A request failed inside the bridge.');
      return reply
        .code(503)
        .header('retry-after', '1')
        .send({ status: 'try again', why: 'It could not be kept.' });
    }
    return reply.code(code).send({ status: 'refused', why: error.message });
  });
  app.register(receive, options);
  app.register(health, options);
  return app;
};

const methodsOf = (path: string, receiverPath: string): string | null => {
  if (path === receiverPath) return 'POST';
  return healthPaths.includes(path) ? 'GET, HEAD' : null;
};
