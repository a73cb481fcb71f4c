import type { Block } from '../post.ts';
import { note } from './blocks.ts';
import type { Scene } from './scene.ts';

/** Agents of another destination read what was not meant for them: they are told whom it was meant for. */
export const renderDiverted = ({ divertedFrom }: Pick<Scene, 'divertedFrom'>): readonly Block[] =>
  divertedFrom === null ? [] : [note('🔀 Meant for', `${divertedFrom}, which takes no posts now`)];
