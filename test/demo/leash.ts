/**
 * Loaded into the bridge before its own code: when the demo has gone, however it went, the pipe to it closes, and the
 * bridge stops. Without this a demo that was killed would leave a bridge behind.
 */
let isLoose = false;
const letGo = (): void => {
  if (isLoose) return;
  isLoose = true;
  process.kill(process.pid, 'SIGTERM');
};

process.stdin.on('close', letGo);
process.stdin.on('error', letGo);
process.stdin.resume();
process.stdin.unref();
