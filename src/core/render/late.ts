import type { Event } from '../event.ts';
import type { Note } from '../post.ts';
import { note } from './blocks.ts';
import type { Scene } from './scene.ts';

/** What is shown sooner needs no explanation. */
const lateMs = 2 * 60_000;

/** When something was written that is shown late, and who had it meanwhile. */
export const renderLateness = (
  event: Event,
  { receivedAt, asOf }: Pick<Scene, 'receivedAt' | 'asOf'>,
): readonly Note[] => {
  const writtenAt = event.saidAt ?? event.sentAt ?? receivedAt;
  if (asOf - writtenAt <= lateMs) return [];
  const reasons = [
    ...(receivedAt - writtenAt > lateMs ? ['WaConnect delivered it late'] : []),
    ...(asOf - receivedAt > lateMs ? ['it waited here'] : []),
  ];
  return [
    note(`🕓 ${reasons.join(', and ') || 'Late'}`.replace('🕓 it', '🕓 It'), 'written', { at: writtenAt }),
  ];
};
