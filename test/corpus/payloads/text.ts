import { entry, type Group } from '../entry.ts';
import { idOf, message, said, saidInSeconds, underscored, verbatim } from '../webhook.ts';

export const text: Group = {
  name: 'text',
  entries: [
    entry(
      'documented',
      "As WaConnect's page shows it.",
      message('text', { text: 'Hello, is the red bicycle still there?' }),
    ),
    entry('body', 'The words under Meta’s name.', message('text', { body: 'Words under "body"' })),
    entry(
      'nested',
      "The words nested under the type's own name.",
      message('text', { text: { body: 'Nested words' } }),
    ),
    entry('bare', 'Nothing but the words.', message('text', 'Bare words')),
    entry(
      'verbatim',
      "Meta's message word for word, without any content.",
      verbatim('text', { body: 'As Meta writes it', preview_url: false }),
    ),
    entry(
      'underscored',
      'Every key with underscores, the envelope’s too.',
      underscored('text', { body: 'with_underscores' }),
    ),
    entry('upper-case', 'The type in upper case.', message('TEXT', { text: 'A type that shouts' })),
    entry(
      'type',
      'The type under "type" instead of "messageType".',
      message('', { text: 'Typed by another name' }, { messageType: undefined, type: 'text' }),
    ),
    entry('a-number', 'A number where words are expected.', message('text', { text: 20481 })),
    entry('other-event', 'The event has another name for the same thing.', {
      ...message('text', { text: 'Came as "message"' }),
      event: 'message',
    }),
    entry(
      'seconds',
      "The time in Meta's seconds.",
      message('text', { text: 'At nine' }, { timestamp: saidInSeconds }),
    ),
    entry(
      'no-time',
      'Without the message’s own time.',
      message('text', { text: 'Whenever that was' }, { timestamp: undefined }),
    ),
    entry(
      'no-id',
      'Without an id.',
      message('text', { text: 'Which message is this?' }, { messageId: undefined }),
    ),
    entry(
      'lines',
      'Several lines with empty ones between.',
      message('text', { text: 'Dear shop,\n\nmy order 20481 came today.\nOne pedal is missing.\n\nAna' }),
    ),
    entry(
      'link',
      'A link in a sentence, with a full stop behind it.',
      message('text', {
        text: 'I mean this one: https://shop.example/bikes/red_one?size=M. Thanks',
        previewUrl: true,
      }),
    ),
    entry(
      'links',
      'Links in brackets, with brackets, and without a scheme.',
      message('text', {
        text: '(https://a.example/x) https://b.example/wiki/Wheel_(bicycle) www.c.example d.example/path',
      }),
    ),
    entry(
      'phone-and-mail',
      'Numbers and addresses stay words.',
      message('text', { text: 'Call +1 555 0100 or write to ana@mail.example, order #20481' }),
    ),
    entry(
      'beside',
      'Something unknown beside the words is kept.',
      message('text', { text: 'Look', translatedText: 'Schau', mood: { score: 0.8 } }),
    ),
    entry('twice-the-same', 'The webhook again, as WaConnect repeats it.', [
      message('text', { text: 'Only once' }),
      message('text', { text: 'Only once' }),
    ]),
    entry('two-messages', 'Two messages with the same words are two posts.', [
      message('text', { text: 'ok' }, { messageId: idOf('first') }),
      message('text', { text: 'ok' }, { messageId: idOf('second'), timestamp: said }),
    ]),
  ],
};
