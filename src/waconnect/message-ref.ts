import type { MessageRef } from '../core/event.ts';

/**
 * A message's id is base64 of the other party's identifier and a token, `… 0x18 LENGTH TOKEN 0x00`. Whoever quotes the
 * message may write another identifier into it (a user id where a phone was), so only the token can be compared.
 * Nobody documents this: it was seen in ids, and public software relies on it
 * (https://github.com/chatwoot/chatwoot, spec/services/whatsapp/in_reply_to_message_finder_spec.rb).
 */
export const refOf = (id: string): MessageRef => ({ id, token: tokenOf(id) });

/** Ids have less than 150 characters; of longer ones nothing is known. */
const longest = 1024;

/** Fewer digits might be the same in two messages of one conversation. */
const token = /\x18([\x10-\x2f])([0-9a-f]{16,47})\x00?$/i;

const tokenOf = (id: string): string => {
  if (!id.startsWith('wamid.') || id.length > longest) return '';
  const [, length = '', digits = ''] =
    token.exec(Buffer.from(id.slice(6), 'base64').toString('latin1')) ?? [];
  return length.charCodeAt(0) === digits.length ? digits.toUpperCase() : '';
};
