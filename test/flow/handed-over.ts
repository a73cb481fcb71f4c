/** A socket that was opened for the bridge and is handed over to it, as systemd does: it outlives each process. */
export interface HandedOver {
  readonly fd: number;
  readonly port: number;
  close(): void;
}

interface TcpHandle {
  readonly fd: number;
  bind(address: string, port: number): number;
  getsockname(into: object): number;
  close(): void;
}

interface TcpBinding {
  readonly TCP: new (kind: number) => TcpHandle;
  readonly constants: { readonly SERVER: number };
}

/** By what stands below Node's own servers: one of those would accept connections here, and not in the bridge. */
export const openSocket = (): HandedOver => {
  const { binding } = process as unknown as { readonly binding: (name: 'tcp_wrap') => TcpBinding };
  const { TCP, constants } = binding('tcp_wrap');
  const handle = new TCP(constants.SERVER);
  const error = handle.bind('127.0.0.1', 0);
  const name = { port: 0 };
  handle.getsockname(name);
  if (error !== 0 || name.port === 0) throw new Error(`no socket (${error})`);
  return {
    fd: handle.fd,
    port: name.port,
    close: () => {
      handle.close();
    },
  };
};
