import { discord } from './discord/index.ts';
import type { PlatformDescription } from './platform.ts';
import { slack } from './slack/index.ts';

/** Every platform that the bridge knows. A new one is a folder and a line here. */
export const platforms: readonly PlatformDescription[] = [slack, discord];
