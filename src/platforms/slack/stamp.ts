/** Readable by other apps of the workspace: it holds a hash and nothing else. */
const stampEvent = 'waconnect_bridge_post';

/** How a post of words is known again. */
export const metadataOf = (stamp: string) => ({ event_type: stampEvent, event_payload: { stamp } });

/** How a post with a file is known again, which can have no metadata: by the id of its first block. */
export const blockIdOf = (stamp: string): string => `${stampEvent}:${stamp}`;
