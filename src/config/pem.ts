import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';

/** A certificate (with those that vouch for it) and its private key, as PEM texts. */
export interface Pem {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads both files of `server.tls`. Throws a sentence that says what is wrong where one of them cannot be used, or not
 * with the other: both are looked at, since TLS itself takes an empty one, and then fails at each greeting.
 */
export const readPem = (files: NonNullable<Config['server']['tls']>): Pem => {
  const pem = {
    cert: textIn('certificate (server.tls.cert)', files.cert),
    key: textIn('key (server.tls.key)', files.key),
  };
  const key = keyIn(pem.key, files.key);
  if (certificateIn(pem.cert, files.cert).checkPrivateKey(key)) return pem;
  throw new Error(
    `The key ${files.key} (server.tls.key) is not the one of the certificate ${files.cert} (server.tls.cert). Name the two that were issued together.`,
  );
};

const textIn = (what: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`The ${what} cannot be read: ${whyOf(error)}.`, { cause: error });
  }
};

const certificateIn = (text: string, file: string): X509Certificate => {
  try {
    return new X509Certificate(text);
  } catch (error) {
    throw new Error(
      `${file} (server.tls.cert) holds no whole certificate in PEM (${whyOf(error)}). Is it still being written?`,
      { cause: error },
    );
  }
};

const keyIn = (text: string, file: string): KeyObject => {
  try {
    return createPrivateKey(text);
  } catch (error) {
    throw new Error(
      `${file} (server.tls.key) holds no whole private key in PEM, without a password (${whyOf(error)}). Is it still being written?`,
      { cause: error },
    );
  }
};

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
