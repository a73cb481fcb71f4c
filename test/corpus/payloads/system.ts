import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

const newPhone = '15550100077';

/** What WhatsApp itself says. */
export const system: Group = {
  name: 'system',
  entries: [
    entry(
      'number',
      'A new number, flat.',
      message(
        'system',
        {
          type: 'user_changed_number',
          body: `User Ana changed from 15550100001 to ${newPhone}`,
          waId: newPhone,
        },
        { contactName: null },
      ),
    ),
    entry(
      'number-verbatim',
      "A new number, word for word as Meta's.",
      verbatim('system', {
        body: `User Ana changed from 15550100001 to ${newPhone}`,
        wa_id: newPhone,
        type: 'user_changed_number',
      }),
    ),
    entry(
      'number-no-body',
      "A new number without WhatsApp's sentence.",
      message('system', { type: 'user_changed_number', newWaId: newPhone }),
    ),
    entry(
      'user-id',
      'A new user id.',
      message('system', {
        body: 'User Ana Example changed',
        waId: newPhone,
        userId: 'US.20837465019283746501',
        parentUserId: 'US.ENT.20837465019283746502',
        type: 'user_changed_user_id',
      }),
    ),
    entry(
      'user-id-verbatim',
      "A new user id, word for word as Meta's.",
      verbatim('system', { body: 'User…', user_id: 'US.20837465019283746501', type: 'user_changed_user_id' }),
    ),
    entry(
      'identity',
      'Another phone or a new installation.',
      message(
        'system',
        { body: 'User identity changed', type: 'customer_identity_changed' },
        { identity: { acknowledged: true, created_timestamp: '1697044706', hash: 'xyzxyz' } },
      ),
    ),
    entry(
      'other',
      'A sentence of a kind to come.',
      message('system', { body: 'Ana Example turned on disappearing messages', type: 'user_changed_timer' }),
    ),
    entry('sentence-only', 'Nothing but a sentence.', message('system', 'Ana Example joined')),
    entry('empty', 'Nothing at all.', message('system', {})),
    entry(
      'nested',
      "Nested under the type's own name.",
      message('system', { system: { type: 'user_changed_number', body: 'Changed', wa_id: newPhone } }),
    ),
  ],
};
