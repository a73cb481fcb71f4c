import type { Group } from './entry.ts';
import { attacks } from './payloads/attacks.ts';
import { calls } from './payloads/calls.ts';
import { cards } from './payloads/cards.ts';
import { choices } from './payloads/choices.ts';
import { context } from './payloads/context.ts';
import { edges } from './payloads/edges.ts';
import { edits } from './payloads/edits.ts';
import { files } from './payloads/files.ts';
import { formatting } from './payloads/formatting.ts';
import { forms } from './payloads/forms.ts';
import { groups } from './payloads/groups.ts';
import { images } from './payloads/images.ts';
import { late } from './payloads/late.ts';
import { orders } from './payloads/orders.ts';
import { people } from './payloads/people.ts';
import { places } from './payloads/places.ts';
import { reactions } from './payloads/reactions.ts';
import { referrals } from './payloads/referrals.ts';
import { revokes } from './payloads/revokes.ts';
import { statuses } from './payloads/statuses.ts';
import { system } from './payloads/system.ts';
import { text } from './payloads/text.ts';
import { unknowns } from './payloads/unknowns.ts';
import { unsupported } from './payloads/unsupported.ts';

/** All that customers can send, written for this project: nobody in it exists. */
export const corpus: readonly Group[] = [
  ...[text, formatting, edges, attacks],
  ...[images, files, places, cards],
  ...[choices, forms, orders],
  ...[reactions, context, referrals, edits, revokes],
  ...[system, unsupported, calls, people, groups],
  ...[statuses, unknowns, late],
];
