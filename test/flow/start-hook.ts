import { registerHooks, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';

/** Loaded into the bridge before its own code: what `START` names goes wrong while it starts. */
const whatGoesWrong: Readonly<Record<string, () => void>> = {
  // As early as the bridge can do anything about it: its own first file is being read.
  'a signal': () => {
    registerHooks({
      load: (url, context, next) => {
        if (url.endsWith('/cli/index.ts')) process.kill(process.pid, 'SIGHUP');
        return next(url, context);
      },
    });
  },
  // As in a service that RestrictAddressFamilies keeps from asking (uv_interface_addresses: EAFNOSUPPORT).
  'no addresses': () => {
    os.networkInterfaces = () => {
      throw new Error('A system error occurred: uv_interface_addresses returned Unknown system error 97');
    };
    syncBuiltinESMExports();
  },
  'an error': () => {
    const { listen } = net.Server.prototype;
    net.Server.prototype.listen = function (this: net.Server, ...given: unknown[]) {
      this.prependOnceListener('listening', () => {
        throw new Error('thrown as it begins to listen');
      });
      return Reflect.apply(listen, this, given) as net.Server;
    };
  },
};

whatGoesWrong[process.env['START'] ?? '']?.();
