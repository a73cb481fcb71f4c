import type { Alarm } from '../event.ts';
import type { Block } from '../post.ts';
import { note } from './blocks.ts';

/** What the bridge tells its operators: all of it is the bridge's own, and of contacts it says nothing. */
export const renderAlarm = ({ title, lines }: Alarm): readonly Block[] => [
  note(`🚨 ${title}`, ''),
  ...lines.map(({ label, detail }) => note(label === '' ? '·' : label, detail)),
];
