import { entry, type Group, type Webhook } from '../entry.ts';
import { bo, by, idOf, message, verbatim } from '../webhook.ts';

const question = message(
  'text',
  { text: 'When do you open?\nI have time on Sunday.' },
  { messageId: idOf('question') },
);
const react = (content: unknown, more: object = {}): Webhook =>
  message('reaction', content, { messageId: idOf('reaction'), ...more });
const thumb = react({ messageId: idOf('question'), emoji: '👍' });

/** Emoji on messages: real reactions where the message is known, a line where it is not. */
export const reactions: Group = {
  name: 'reactions',
  entries: [
    entry('add', 'A reaction to a message that is shown.', [question, thumb]),
    entry('underscored', "Meta's key.", [question, react({ message_id: idOf('question'), emoji: '❤️' })]),
    entry('other-key', 'Another name for the message.', [
      question,
      react({ reactedMessageId: idOf('question'), emoji: '😂' }),
    ]),
    entry('nested', "Nested under the type's own name.", [
      question,
      react({ reaction: { messageId: idOf('question'), emoji: '👍🏽' } }),
    ]),
    entry('verbatim', "Meta's message word for word.", [
      question,
      verbatim('reaction', { message_id: idOf('question'), emoji: '🏳️‍🌈' }),
    ]),
    entry('change', 'Another emoji takes the place of the first.', [
      question,
      thumb,
      react({ messageId: idOf('question'), emoji: '🎉' }, { messageId: idOf('reaction-2') }),
    ]),
    entry('remove-omitted', 'Taken back: no emoji is said.', [
      question,
      thumb,
      react({ messageId: idOf('question') }, { messageId: idOf('reaction-2') }),
    ]),
    entry('remove-empty', 'Taken back: the emoji is empty.', [
      question,
      thumb,
      react({ messageId: idOf('question'), emoji: '' }, { messageId: idOf('reaction-2') }),
    ]),
    entry('remove-null', 'Taken back: the emoji is null.', [
      question,
      thumb,
      react({ messageId: idOf('question'), emoji: null }, { messageId: idOf('reaction-2') }),
    ]),
    entry('by-token', 'The message is quoted in the terms of another party.', [
      question,
      react({ messageId: idOf('question', bo.phone), emoji: '👍' }),
    ]),
    entry(
      'unknown',
      'To a message that the bridge never saw.',
      react({ messageId: idOf('long ago'), emoji: '👍' }),
    ),
    entry(
      'remove-unknown',
      'Taken back from a message that the bridge never saw.',
      react({ messageId: idOf('long ago'), emoji: '' }),
    ),
    entry('no-message', 'To no message at all.', react({ emoji: '👍' })),
    entry('to-photo', 'To a photo.', [
      message('image', { mediaId: '1', caption: 'Mine' }, { messageId: idOf('question') }),
      thumb,
    ]),
    entry('keycap-and-flag', 'Emoji of several characters.', [
      question,
      react({ messageId: idOf('question'), emoji: '1️⃣' }),
      react({ messageId: idOf('question'), emoji: '🇩🇪' }, { messageId: idOf('reaction-2') }),
    ]),
    entry('two-people', 'Two people of a group, the same emoji; one of them takes it back.', [
      message('text', { text: 'Who comes?' }, { messageId: idOf('question'), groupId: 'g-1' }),
      react({ messageId: idOf('question'), emoji: '👍' }, { groupId: 'g-1' }),
      react(
        { messageId: idOf('question'), emoji: '👍' },
        { ...by(bo), groupId: 'g-1', messageId: idOf('reaction-bo') },
      ),
      react({ messageId: idOf('question'), emoji: '' }, { groupId: 'g-1', messageId: idOf('reaction-2') }),
    ]),
  ],
};
