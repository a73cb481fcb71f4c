import type { Event } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Style } from '../core/render/scene.ts';
import type { Media } from '../media/media.ts';
import type { Platform, PlatformDescription } from '../platforms/platform.ts';
import type { Store } from '../store/store.ts';
import type { Cards } from './cards.ts';
import type { LinkAt } from './digest.ts';

/** What all attempts at one destination share. */
export interface Setting {
  readonly destination: string;
  readonly place: unknown;
  /** Tells this place from every other one, on every platform. */
  readonly placeId: string;
  readonly description: Pick<PlatformDescription, 'name' | 'format' | 'largestFile' | 'amendsFiles'>;
  readonly platform: Platform;
  readonly store: Pick<Store, 'id' | 'outbox' | 'threads'>;
  readonly linkAt: LinkAt;
  readonly cards: Pick<Cards, 'touch'>;
  readonly media: Media;
  /** How long a message waits for its file before it is shown without. */
  readonly fileWaitMs: number;
  /** When a file that was not there in time is asked for again, at first. */
  readonly fileAgainMs: number;
  /** How long after it was received a file is asked for. */
  readonly fileGiveUpAfterMs: number;
  readonly style: Style;
  readonly readEvent: (body: Uint8Array) => Event;
  /** Whether this process is still the one that posts. Asked before each post. */
  readonly mayPost: () => boolean;
  readonly log: Log;
  readonly now: () => number;
}
