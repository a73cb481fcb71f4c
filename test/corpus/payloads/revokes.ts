import { entry, type Group, type Setting, type Webhook } from '../entry.ts';
import { idOf, message, verbatim } from '../webhook.ts';

const typo = message('text', { text: 'I arive at *nine*' }, { messageId: idOf('original') });
const photo = message('image', { mediaId: '1', caption: 'My bycicle' }, { messageId: idOf('original') });
const edited = message(
  'edit',
  { originalMessageId: idOf('original'), text: 'I arrive at ten' },
  { messageId: idOf('edit') },
);
const revoke = (content: unknown, id = 'revoke'): Webhook =>
  message('revoke', content, { messageId: idOf(id) });
const original = { originalMessageId: idOf('original') };
const forgetful: Setting = {
  style: { mapUrl: 'https://map.example/?at={latitude},{longitude}', keepsRevoked: false },
};

/** Messages that the customer deleted for everyone. */
export const revokes: Group = {
  name: 'revokes',
  entries: [
    entry('text', 'A text deleted: it stays readable.', [typo, revoke(original)]),
    entry('underscored', "Meta's key.", [typo, revoke({ original_message_id: idOf('original') })]),
    entry('verbatim', "Meta's message word for word.", [
      typo,
      verbatim('revoke', { original_message_id: idOf('original') }),
    ]),
    entry('nested', "Nested under the type's own name.", [typo, revoke({ revoke: original })]),
    entry('photo', 'A photo with a caption deleted.', [photo, revoke(original)]),
    entry('place', 'A place deleted.', [
      message('location', { latitude: 1, longitude: 2, name: 'Pier 3' }, { messageId: idOf('original') }),
      revoke(original),
    ]),
    entry('form', 'A form deleted.', [
      message(
        'interactive',
        { type: 'nfm_reply', body: 'Sent', responseJson: '{"rating":"5"}' },
        { messageId: idOf('original') },
      ),
      revoke(original),
    ]),
    entry('after-edit', 'Edited, then deleted.', [typo, edited, revoke(original)]),
    entry('formatted', 'A text with formatting deleted.', [
      message(
        'text',
        { text: '*bold* `code`\n- item\n> quote\n```mono```' },
        { messageId: idOf('original') },
      ),
      revoke(original),
    ]),
    entry('not-kept', 'A text deleted, where the operator keeps none.', [typo, revoke(original)], forgetful),
    entry(
      'not-kept-edited',
      'Edited and deleted, where the operator keeps none.',
      [typo, edited, revoke(original)],
      forgetful,
    ),
    entry(
      'not-kept-photo',
      'A photo deleted, where the operator keeps none.',
      [photo, revoke(original)],
      forgetful,
    ),
    entry('twice', 'Deleted twice.', [typo, revoke(original), revoke(original, 'revoke-2')]),
    entry('unknown', 'Of a message that the bridge never saw.', revoke(original)),
    entry('no-message', 'Of no message at all.', revoke(null)),
  ],
};
