import { channel } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { ServerResponse, type IncomingMessage } from 'node:http';
import { StatementSync } from 'node:sqlite';

/**
 * Loaded into the bridge before its own code: counts the steps of receiving and posting, writes down what each one is,
 * and at step `STEP_AT` the process is no more. The bridge itself knows nothing of it.
 */
const fatal = Number(process.env['STEP_AT'] ?? 0);
const file = process.env['STEPS_FILE'] ?? '';

let count = 0;
const step = (what: string): void => {
  count += 1;
  appendFileSync(file, `${what}\n`);
  // SIGKILL of oneself: nothing more is written, closed or sent.
  if (count === fatal) process.kill(process.pid, 'SIGKILL');
};

const isWebhook = (url: string | undefined): boolean => url?.startsWith('/api/whatsapp/') === true;

const { run } = StatementSync.prototype;
StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]) {
  const isCommit = this.sourceSQL === 'commit';
  if (isCommit) step('commit: before');
  const result = Reflect.apply(run, this, values);
  if (isCommit) step('commit: after');
  return result;
} as typeof run;

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (this: ServerResponse, ...rest: unknown[]) {
  const isOurs = isWebhook(this.req.url);
  if (isOurs) step('webhook: before the answer');
  const result = Reflect.apply(end, this, rest) as ServerResponse;
  if (isOurs) step('webhook: after the answer');
  return result;
} as typeof end;

channel('http.server.request.start').subscribe((message) => {
  const { request } = message as { request: IncomingMessage };
  if (isWebhook(request.url)) step('webhook: arrived');
});

/** The platforms' connections for what they tell us come and go by themselves, and carry no post. */
const isPlatform = ({ path }: Request): boolean =>
  /^\/(?:api|upload)\//.test(path) && !/auth\.test|connections\.open|gateway/.test(path);

interface Request {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
}

const nameOf = ({ method, path }: Request): string =>
  path.includes('/v10/')
    ? `discord ${method} ${path.replaceAll(/\d{15,}/g, ':id').split('?', 1)[0]}`
    : `slack ${path.split('?', 1)[0]}`;

// By Node's own fetch and by every other undici: https://nodejs.org/api/diagnostics_channel.html
const moments = {
  'undici:request:create': 'before it is sent',
  'undici:request:bodySent': 'sent',
  'undici:request:headers': 'answered',
  'undici:request:trailers': 'read',
} as const;
for (const [name, moment] of Object.entries(moments)) {
  channel(name).subscribe((message) => {
    const { request } = message as { request: Request };
    if (isPlatform(request)) step(`${nameOf(request)}: ${moment}`);
  });
}
