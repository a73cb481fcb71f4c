import type { InboxStore } from '../../store/store.ts';
import type { Message } from '../../waconnect/inbox-item.ts';
import { readEvent } from '../../waconnect/payload.ts';
import { received } from '../../waconnect/envelope.ts';
import { UnknownAccount } from './account.ts';

type Accounts = Pick<InboxStore, 'accounts' | 'body'>;

/**
 * Whether a message is kept under another account than the inbox is taken to be of: WhatsApp gives an id once, so it is
 * the same message.
 */
export const isKeptElsewhere = async (inbox: Accounts, message: Message): Promise<boolean> => {
  for (const account of [...(await inbox.accounts()), unnamed]) {
    if (account !== message.account && (await bodyOf(inbox, account, message)) !== null) return true;
  }
  return false;
};

/** Of webhooks that name no account. */
const unnamed = '';

/**
 * Throws an `UnknownAccount` where the newest of these messages that a webhook brought was brought under another
 * account: a name that somebody has configured before any webhook came is among the known ones later.
 */
export const compareAccounts = async (inbox: Accounts, messages: readonly Message[]): Promise<void> => {
  const accounts = await inbox.accounts();
  if (accounts.length < 2) return;
  for (const message of messages.toReversed()) {
    for (const account of accounts) {
      const body = await bodyOf(inbox, account, message);
      if (body === null || readEvent(body).by === 'inbox') continue;
      if (account === message.account) return;
      throw new UnknownAccount(
        `Webhooks bring the messages of this inbox under the account "${account}", not "${message.account}". ` +
          'Correct "waconnect.api.account".',
      );
    }
  }
};

const bodyOf = (inbox: Accounts, accountId: string, { key }: Message): Promise<Uint8Array | null> =>
  inbox.body({ accountId, event: received, messageId: key });
