import { entry, type Group } from '../entry.ts';
import { idOf, message, verbatim } from '../webhook.ts';

const poll = {
  code: 131051,
  title: 'Message type unknown',
  message: 'Message type unknown',
  error_data: { details: 'Message type is currently not supported.' },
};
const ghost = {
  code: 131060,
  title: 'This message is unavailable.',
  message: 'This message is unavailable.',
  error_data: { details: 'This message is currently unavailable.' },
};
const lead = { messageId: idOf('lead') };
const unavailable = message('unsupported', { errors: [ghost], type: 'unknown' }, lead);

/** What WhatsApp does not hand on. */
export const unsupported: Group = {
  name: 'unsupported',
  entries: [
    entry('poll', 'A poll.', message('unsupported', { errors: [poll], type: 'poll_creation' })),
    entry(
      'nested',
      'A pin, nested.',
      message('unsupported', { unsupported: { type: 'pin' }, errors: [poll] }),
    ),
    entry(
      'verbatim',
      "An edit, word for word as Meta's.",
      verbatim('unsupported', { type: 'edit' }, { errors: [poll] }),
    ),
    entry('null', 'Without content.', message('unsupported', null)),
    entry('errors-beside', 'The error beside the content.', message('unsupported', {}, { errors: [poll] })),
    entry(
      'group',
      'In a group.',
      message('unsupported', null, {
        groupId: 'g-1',
        errors: [{ code: 130501, title: 'Message type is not currently supported' }],
      }),
    ),
    entry('unavailable', 'Not available, and never came.', unavailable),
    entry('unavailable-then-real', 'Not available, then the real message with the same id.', [
      unavailable,
      message(
        'text',
        { text: 'Hi, I saw your ad' },
        { ...lead, referral: { source_type: 'ad', headline: 'Chat with us' } },
      ),
    ]),
    entry('unavailable-then-photo', 'Not available, then a photo with the same id.', [
      unavailable,
      message('image', { mediaId: '1', caption: 'This one' }, lead),
    ]),
    entry('real-alone', 'The real message without the one before.', message('text', { text: 'Hi' }, lead)),
    entry(
      'unknown-type',
      'The old type for what nobody knows.',
      message('unknown', { errors: [{ code: 501, title: 'Unknown message type' }] }),
    ),
  ],
};
