import { setTimeout as after } from 'node:timers/promises';

const patienceMs = 3_000;

/** Length of a sound or film as its own head says; `null` where it does not, or not soon. Never rejects. */
export const secondsOf = async (path: string, mimeType: string): Promise<number | null> => {
  if (!/^(?:audio|video)\/|^application\/ogg$/.test(mimeType)) return null;
  const giveUp = new AbortController();
  const late = after(patienceMs, null, { signal: giveUp.signal, ref: false });
  try {
    return await Promise.race([lengthIn(path), late]);
  } catch {
    return null;
  } finally {
    giveUp.abort();
    // It ends with the signal, and nobody waits for it any more.
    late.catch(() => undefined);
  }
};

const lengthIn = async (path: string): Promise<number | null> => {
  // Loaded with the first sound, since it takes long: the receiver listens before.
  const { parseFile } = await import('music-metadata');
  const { format } = await parseFile(path, { skipCovers: true });
  const tracks = (format.trackInfo ?? []).flatMap(({ duration }) =>
    duration === undefined ? [] : [duration],
  );
  const seconds = format.duration ?? Math.max(0, ...tracks);
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 100) / 100 : null;
};
