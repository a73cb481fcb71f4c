import type { FastifyPluginCallback } from 'fastify';

export const healthPaths: readonly string[] = ['/healthz', '/readyz'];

export interface HealthOptions {
  readonly readiness: () => Promise<Readiness>;
}

export interface Readiness {
  /** Whether webhooks can be kept now. A platform that is down does not make the receiver unready. */
  readonly ready: boolean;
  /** For the operator: the store, each platform, each destination. */
  readonly report: object;
}

/** `/healthz`: the process answers. `/readyz`: webhooks can be kept, and how each platform and destination is. */
export const health: FastifyPluginCallback<HealthOptions> = (app, { readiness }, done) => {
  app.get('/healthz', () => ({ status: 'ok', uptimeSeconds: Math.round(process.uptime()) }));
  app.get('/readyz', async (_request, reply) => {
    const { ready, report } = await readiness();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...report });
  });
  done();
};
