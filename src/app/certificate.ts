import { Server as TlsServer } from 'node:tls';
import type { Config } from '../config/config.ts';
import { readPem, type Pem } from '../config/pem.ts';
import type { Log } from '../core/log.ts';
import type { buildServer } from '../inbox/server.ts';
import type { Tell } from '../inbox/tell.ts';

/** Whoever writes the two files may not be done with them. */
const againMs = 10_000;

export interface CertificateOptions {
  readonly config: Config;
  readonly tell: Tell;
  readonly now: () => number;
  readonly log: Log;
}

export interface Certificate {
  /** `null`: plain HTTP. */
  readonly first: Pem | null;
  /**
   * Greets new connections with what is in the files now. Where that cannot be used the former pair stays, the operators
   * are told, and the files are read again until they can. Never rejects.
   */
  renew(server: Pick<ReturnType<typeof buildServer>, 'server'>): Promise<void>;
  stop(): void;
}

/** Throws a sentence for the operator where the files cannot be used. */
export const createCertificate = ({
  config: {
    server: { tls },
  },
  tell,
  now,
  log,
}: CertificateOptions): Certificate => {
  const first = tls === null ? null : readPem(tls);
  let timer: NodeJS.Timeout | undefined;

  /** Answers why not, `null`: it is so now. */
  const take = (listener: TlsServer, files: NonNullable<typeof tls>): string | null => {
    try {
      listener.setSecureContext(readPem(files));
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  const takeLater = (listener: TlsServer, files: NonNullable<typeof tls>): void => {
    timer = setTimeout(() => {
      if (take(listener, files) === null) log.info({}, 'The changed certificate can be used now, and is.');
      else takeLater(listener, files);
    }, againMs);
    timer.unref();
  };

  return {
    first,
    renew: async ({ server }) => {
      const listener: unknown = server;
      if (tls === null || !(listener instanceof TlsServer)) return;
      clearTimeout(timer);
      const why = take(listener, tls);
      if (why === null) return;
      takeLater(listener, tls);
      await tell(`certificate ${new Date(now()).toISOString()}`, 'certificate', {
        title:
          'The certificate was changed and cannot be used yet: the bridge goes on with the one of before, and reads it again.',
        lines: [{ label: '', detail: why }],
      });
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
};
