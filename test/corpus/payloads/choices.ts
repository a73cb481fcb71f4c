import { entry, type Group } from '../entry.ts';
import { idOf, message, verbatim } from '../webhook.ts';

const question = { from: '15550199000', id: idOf('question') };

/** Buttons and lists: what the customer chose, as the customer saw it. */
export const choices: Group = {
  name: 'choices',
  entries: [
    entry(
      'button',
      'A button of a template.',
      message('button', { text: 'Unsubscribe', payload: 'UNSUBSCRIBE_ME' }),
    ),
    entry(
      'button-nested',
      "Nested under the type's own name.",
      message('button', { button: { text: 'Yes, please', payload: 'yes' } }),
    ),
    entry(
      'button-title',
      'With a title instead of a text.',
      message('button', { id: 'yes', title: 'Yes, please' }),
    ),
    entry(
      'button-verbatim',
      "Meta's message word for word, an answer to our question.",
      verbatim('button', { payload: 'Stop', text: 'Stop' }, { context: question }),
    ),
    entry('button-bare', 'Nothing but the words.', message('button', 'Yes')),
    entry(
      'button-payload-only',
      'A button of which only the payload is told.',
      message('button', { payload: 'TRACK_ORDER' }),
    ),
    entry(
      'reply-flat',
      'A reply button, all in one.',
      message('interactive', { type: 'button_reply', id: 'cancel-button', title: 'Cancel' }),
    ),
    entry(
      'reply-camel',
      'A reply button, camel case.',
      message('interactive', { type: 'button_reply', buttonReply: { id: 'cancel', title: 'Cancel' } }),
    ),
    entry(
      'reply-underscored',
      'A reply button, with underscores.',
      message('interactive', { type: 'button_reply', button_reply: { id: 'cancel', title: 'Cancel' } }),
    ),
    entry(
      'reply-nested',
      'A reply button, nested twice.',
      message('interactive', {
        interactive: { type: 'button_reply', button_reply: { id: 'cancel', title: 'Cancel' } },
      }),
    ),
    entry(
      'reply-verbatim',
      "Meta's message word for word.",
      verbatim(
        'interactive',
        { type: 'button_reply', button_reply: { id: 'cancel', title: 'Cancel' } },
        { context: question },
      ),
    ),
    entry(
      'reply-type',
      'The type itself says what it is.',
      message('button_reply', { id: 'cancel', title: 'Cancel' }),
    ),
    entry(
      'reply-long-type',
      'The type says so at length.',
      message('interactive_button_reply', { id: 'cancel', title: 'Cancel' }),
    ),
    entry(
      'row',
      'A row of a list with its description.',
      message('interactive', {
        type: 'list_reply',
        id: 'express',
        title: 'Priority Mail Express',
        description: 'Next Day to 2 Days',
      }),
    ),
    entry(
      'row-nested',
      'A row, nested.',
      message('interactive', { list_reply: { id: 'r2', title: 'Row two' } }),
    ),
    entry(
      'row-camel',
      'A row, camel case.',
      message('interactive', {
        type: 'list_reply',
        listReply: { id: 'r2', title: 'Row two', description: 'The second' },
      }),
    ),
    entry('row-type', 'The type itself says that it is a row.', message('list_reply', { title: 'Row two' })),
    entry(
      'without-content',
      'An interactive message without any, and Meta’s error beside it.',
      message('interactive', null, {
        errors: [
          {
            code: 131000,
            title: 'Something went wrong',
            error_data: { details: 'Unsupported webhook payload' },
          },
        ],
      }),
    ),
    entry(
      'unknown-kind',
      'An interactive message of a kind to come.',
      message('interactive', { type: 'carousel_reply', carousel_reply: { card: 3, title: 'The blue one' } }),
    ),
    entry(
      'empty-title',
      'A choice without words.',
      message('interactive', { type: 'button_reply', id: 'cancel', title: '' }),
    ),
    entry(
      'emoji-title',
      'A choice of emoji and marks.',
      message('interactive', { type: 'button_reply', id: '5', title: '⭐️ *5*' }),
    ),
  ],
};
