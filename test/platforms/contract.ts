import { expect, test } from 'vitest';
import type { PlatformDescription } from '../../src/platforms/platform.ts';
import { changesContract } from './contract/changes.ts';
import { filesContract } from './contract/files.ts';
import { formattingContract } from './contract/formatting.ts';
import { postsContract } from './contract/posts.ts';
import type { Stage } from './stage.ts';

export type { Stage } from './stage.ts';

/** Some promises of the port. */
export type Suite = (
  it: (title: string, body: (stage: Stage) => Promise<void>) => void,
  description: PlatformDescription,
) => void;

/** What every platform promises. */
export const platformContract = (
  description: PlatformDescription,
  createStage: () => Promise<Stage>,
): void => {
  const it: Parameters<Suite>[0] = (title, body) => {
    test(`platform contract (${description.name}) › ${title}`, async () => {
      const stage = await createStage();
      await body(stage);
      expect(stage.refusals()).toEqual([]);
      expect(stage.pings()).toEqual([]);
      expect(stage.strays()).toEqual([]);
    });
  };
  for (const suite of [postsContract, formattingContract, filesContract, changesContract])
    suite(it, description);
};
