/**
 * SQL: the conversation whose threads count for `d` (a destination and a conversation, which is `c`): its own where it
 * has any here, else those of the one that it was joined to. What was in hand while its conversation ended stays
 * behind in it, and yet speaks in the other one's thread.
 */
export const home = `case when exists (select 1 from threads x
    where x.destination = d.destination and x.conversation = d.conversation)
  then d.conversation else coalesce(c.joined_into, d.conversation) end`;
