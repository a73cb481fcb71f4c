/** The first of those that are handed over: SD_LISTEN_FDS_START of sd_listen_fds(3). */
const firstDescriptor = 3;

/** A socket that listens already, and goes on when this process ends: whoever opened it keeps it. */
export interface InheritedSocket {
  readonly fd: number;
}

/**
 * The socket that systemd, or whoever does as it does, has opened for this process; `null`: none. Takes what says so out
 * of the environment, since it is not meant for processes that are started from here.
 * https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html
 */
export const takeSocket = (
  environment: Record<string, string | undefined>,
  pid: number,
): InheritedSocket | null => {
  const { LISTEN_PID: forWhom, LISTEN_FDS: howMany = '0' } = environment;
  for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete environment[name];
  // Meant for a process that has started this one, and did not take it away.
  if (forWhom !== String(pid)) return null;
  const count = Number(howMany);
  if (count > 1) {
    throw new Error(
      `${count} sockets are handed over (LISTEN_FDS), and the bridge takes one: leave one ListenStream= in the .socket unit.`,
    );
  }
  return count === 1 ? { fd: firstDescriptor } : null;
};
