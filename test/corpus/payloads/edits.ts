import { entry, type Group, type Webhook } from '../entry.ts';
import { bo, idOf, message, verbatim } from '../webhook.ts';

const typo = message('text', { text: 'I arive at *nine*' }, { messageId: idOf('original') });
const photo = message('image', { mediaId: '1', caption: 'My bycicle' }, { messageId: idOf('original') });
const edit = (content: unknown, id = 'edit'): Webhook => message('edit', content, { messageId: idOf(id) });
const toText = (body: string, id = 'edit'): Webhook =>
  edit({ originalMessageId: idOf('original'), message: { type: 'text', text: { body } } }, id);
const original = { originalMessageId: idOf('original') };

/** Messages that the customer wrote anew. The post is amended; the line beside it is for where that cannot be done. */
export const edits: Group = {
  name: 'edits',
  entries: [
    entry('text', 'A typing mistake mended.', [typo, toText('I arrive at *nine*')]),
    entry('twice', 'Mended twice: the former texts stay in reach.', [
      typo,
      toText('I arrive at nine'),
      toText('I arrive at _ten_', 'edit-2'),
    ]),
    entry('flat', 'The new words flat in the content.', [typo, edit({ ...original, text: 'I arrive flat' })]),
    entry('underscored', "Meta's keys.", [
      typo,
      edit({
        original_message_id: idOf('original'),
        message: { type: 'text', text: { body: 'With underscores' } },
      }),
    ]),
    entry('nested', "Nested under the type's own name.", [
      typo,
      edit({ edit: { ...original, message: { type: 'text', text: { body: 'Nested' } } } }),
    ]),
    entry('verbatim', "Meta's message word for word: a caption.", [
      photo,
      verbatim('edit', {
        original_message_id: idOf('original'),
        message: {
          context: { id: 'M0' },
          type: 'image',
          image: {
            caption: 'My bicycle',
            mime_type: 'image/jpeg',
            id: '1234567890',
            url: 'https://media.example/updated.jpg',
          },
        },
      }),
    ]),
    entry('by-token', 'The message is named in the terms of another party.', [
      typo,
      edit({ originalMessageId: idOf('original', bo.phone), text: 'By its token' }),
    ]),
    entry('unknown', 'Of a message that the bridge never saw.', toText('What I meant')),
    entry('no-content', 'Without new words.', [typo, edit(original)]),
    entry('to-nothing', 'To an empty text.', [typo, toText('')]),
    entry('to-long', 'To a text that needs more posts than before.', [
      typo,
      toText('Long story. '.repeat(340)),
    ]),
    entry('from-long', 'To a text that needs fewer posts than before.', [
      message('text', { text: 'Long story. '.repeat(340) }, { messageId: idOf('original') }),
      toText('Short'),
    ]),
    entry('attack', 'To words that want to act.', [typo, toText('@everyone <!channel> ```\n-# ✏️ forged')]),
  ],
};
