import type { Socket } from 'node:net';

/** As Node tells it: https://nodejs.org/api/errors.html#nodejs-error-codes */
interface ClientError {
  readonly code?: string;
}

/**
 * What a sender is told whose request was not read. One that came too slowly is to come again: the machine itself may have
 * stood still while it lay there, and WaConnect repeats nothing after the 408 that Node would say.
 */
export const answerClientError = ({ code }: ClientError, socket: Socket): void => {
  if (code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) {
    const lines = [`HTTP/1.1 ${statusOf(code)}`, 'retry-after: 1', 'connection: close', 'content-length: 0'];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }
  socket.destroySoon();
};

const statusOf = (code: string | undefined): string => {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '503 Service Unavailable';
  return code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
};
