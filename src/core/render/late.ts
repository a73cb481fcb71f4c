import type { Event } from '../event.ts';
import type { Note } from '../post.ts';
import { note } from './blocks.ts';
import type { Scene } from './scene.ts';

/** What is shown sooner needs no explanation. */
const lateMs = 2 * 60_000;

/** When something was written that is shown late, and who had it meanwhile. What no webhook brought always says so. */
export const renderLateness = (
  event: Event,
  { receivedAt, asOf }: Pick<Scene, 'receivedAt' | 'asOf'>,
): readonly Note[] => {
  const knownAt = event.saidAt ?? event.sentAt;
  const writtenAt = knownAt ?? receivedAt;
  const waited = asOf - receivedAt > lateMs ? ['it waited here'] : [];
  if (event.by === 'inbox') {
    const label = ["📥 Found in WaConnect's inbox (no webhook brought it)", ...waited].join(', and ');
    return [knownAt === null ? note(label) : note(label, 'written', { at: knownAt })];
  }
  if (asOf - writtenAt <= lateMs) return [];
  const reasons = [...(receivedAt - writtenAt > lateMs ? ['WaConnect delivered it late'] : []), ...waited];
  return [
    note(`🕓 ${reasons.join(', and ') || 'Late'}`.replace('🕓 it', '🕓 It'), 'written', { at: writtenAt }),
  ];
};
