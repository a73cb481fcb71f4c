import { PlatformError, type Failure } from '../platform.ts';
import { unanswered } from '../unanswered.ts';

/** The slowest line on which a file still comes through. */
const slowestBytesPerMs = 256;
const leastMs = 30_000;

const what = 'sending a file to Slack';
const again: Failure = { kind: 'retry', scope: 'conversation', retryAfterMs: null };

/**
 * Streams a file to the address that Slack gave for it, which is secret enough: our token does not go there, unlike
 * with the SDK. Nothing is shown by it.
 */
export const sendBytes = async (url: string, blob: Blob, signal: AbortSignal): Promise<void> => {
  const limit = AbortSignal.timeout(leastMs + Math.ceil(blob.size / slowestBytesPerMs));
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: blob,
    redirect: 'error',
    signal: AbortSignal.any([signal, limit]),
  }).catch((error: unknown) => {
    // That this host cannot be reached says nothing of the one that takes posts.
    throw new PlatformError(again, unanswered(error, what, 'Slack').message, { cause: error });
  });
  await response.body?.cancel();
  if (response.ok) return;
  const { status } = response;
  // These ask to come again; after any other 4xx the same file would fail again.
  const isFinal = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  throw new PlatformError(
    isFinal ? { kind: 'fileRefused' } : again,
    `${what}: its upload address answered HTTP ${status}.`,
  );
};
