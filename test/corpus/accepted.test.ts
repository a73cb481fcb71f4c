import { expect, test } from 'vitest';
import { corpus } from './payloads.ts';
import { perform } from './perform.ts';
import { stands } from './stands.ts';

for (const { name, description, createStand } of stands) {
  test.each(corpus.map((group) => [group.name, group] as const))(
    `corpus › ${name} takes all of %s, whole, in its thread, and pings nobody`,
    async (_name, { entries }) => {
      const stand = await createStand();
      const perEntry = entries.map((entry) => perform(entry, description, stand.platform, stand.place));
      for (const { thread, posts } of await Promise.all(perEntry)) {
        expect(stand.posts(thread)).toEqual(posts);
      }
      expect(stand.refusals()).toEqual([]);
      expect(stand.pings()).toEqual([]);
    },
  );
}
