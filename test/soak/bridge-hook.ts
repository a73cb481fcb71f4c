import { channel } from 'node:diagnostics_channel';
import '../demo/leash.ts';

/** Loaded into a bridge before its own code: whatever it asks of a platform says which bridge it is (`BRIDGE`). */
interface Request {
  readonly addHeader: (name: string, value: string) => void;
}

channel('undici:request:create').subscribe((message) => {
  const { request } = message as { readonly request: Request };
  request.addHeader('x-bridge', process.env['BRIDGE'] ?? '');
});
