import { readFileSync } from 'node:fs';
import { Server as TlsServer } from 'node:tls';
import type { Config } from '../config/config.ts';
import type { buildServer } from '../inbox/server.ts';
import type { Tell } from '../inbox/tell.ts';

/** PEM texts. */
export interface Pem {
  readonly cert: string;
  readonly key: string;
}

export interface Certificate {
  /** `null`: plain HTTP. */
  readonly first: Pem | null;
  /**
   * Greets new connections with what is in the files now. Where the two do not belong together, the former pair stays,
   * and the operators are told. Never rejects.
   */
  renew(server: ReturnType<typeof buildServer>): Promise<void>;
}

/** Throws where the files cannot be read. */
export const createCertificate = (
  { server: { tls } }: Config,
  tell: Tell,
  now: () => number,
): Certificate => {
  const read = (): Pem | null =>
    tls === null ? null : { cert: readFileSync(tls.cert, 'utf8'), key: readFileSync(tls.key, 'utf8') };
  const first = read();

  return {
    first,
    renew: async ({ server }) => {
      const listener: unknown = server;
      if (!(listener instanceof TlsServer)) return;
      try {
        const pem = read();
        if (pem !== null) listener.setSecureContext(pem);
      } catch (error) {
        await tell(`certificate ${new Date(now()).toISOString()}`, 'certificate', {
          title: 'The certificate was changed and cannot be used: the bridge goes on with the one of before.',
          lines: [{ label: '', detail: error instanceof Error ? error.message : String(error) }],
        });
      }
    },
  };
};
