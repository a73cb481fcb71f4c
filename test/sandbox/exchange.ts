import { STATUS_CODES, type ServerResponse } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import type { Call, Fault } from './faults.ts';

/** What goes out, and how the call is remembered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly outcome: string;
}

/** The platform's own way of answering. */
export interface Verbs {
  /** Carries the request out; changes the state. */
  readonly act: () => Answer;
  readonly rateLimited: (fault: Extract<Fault, { kind: 'rateLimited' }>) => Answer;
  readonly error: (fault: Extract<Fault, { kind: 'error' }>) => Answer;
}

const htmlPage = (status: number): Answer => {
  const title = `${String(status)} ${STATUS_CODES[status] ?? 'Unknown'}`;
  const body = `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body, outcome: 'status' };
};

const send = (response: ServerResponse, answer: Answer): void => {
  if (response.destroyed) return;
  // 204 goes without content-type and body: discord.js parses whatever claims to be JSON.
  response.writeHead(answer.status, answer.headers).end(answer.status === 204 ? undefined : answer.body);
};

/** Answers one request, well or as the fault says; resolves when the stand-in has nothing left to do. */
export const exchange = async (
  response: ServerResponse,
  call: Call,
  fault: Fault | undefined,
  verbs: Verbs,
): Promise<void> => {
  const conclude = (answer: Answer): void => {
    call.outcome = answer.outcome;
    send(response, answer);
  };
  if (fault === undefined) {
    conclude(verbs.act());
    return;
  }
  call.outcome = fault.kind;
  switch (fault.kind) {
    case 'rateLimited':
      conclude(verbs.rateLimited(fault));
      return;
    case 'error':
      conclude(verbs.error(fault));
      return;
    case 'status':
      conclude(htmlPage(fault.status));
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'acceptThenHang':
      verbs.act();
      return;
    case 'acceptThenReset':
      verbs.act();
      response.socket?.resetAndDestroy();
      return;
    case 'acceptThenStatus':
      verbs.act();
      conclude({ ...htmlPage(fault.status), outcome: fault.kind });
      return;
    case 'slow': {
      const answer = verbs.act();
      await after(fault.ms, undefined, { ref: false });
      conclude(answer);
    }
  }
};
