import { entry, type Group } from '../entry.ts';
import { company, idOf, message, underscored, verbatim } from '../webhook.ts';

const question = message(
  'text',
  { text: 'Do you open on *Sunday*?\nI could come by.' },
  { messageId: idOf('question') },
);
const answer = (context: unknown, more: object = {}): object =>
  message(
    'text',
    { text: 'From ten to four would be best.' },
    { messageId: idOf('answer'), context, ...more },
  );
const quoting = { messageId: idOf('question'), from: company.phone };

/** What comes along with a message: the message that it answers, that it was forwarded, the product that it is about. */
export const context: Group = {
  name: 'context',
  entries: [
    entry('reply', 'An answer to a message that is shown.', [question, answer(quoting)]),
    entry('reply-underscored', 'The answered message under another key.', [
      question,
      answer({ message_id: idOf('question') }),
    ]),
    entry('reply-id', "Meta's key.", [question, answer({ id: idOf('question'), from: company.phone })]),
    entry('reply-verbatim', "Meta's message word for word.", [
      question,
      verbatim(
        'text',
        { body: 'Verbatim answer' },
        { id: idOf('answer'), context: { from: company.phone, id: idOf('question') } },
      ),
    ]),
    entry('reply-all-underscored', 'Every key with underscores.', [
      question,
      underscored(
        'text',
        { text: 'Underscored answer' },
        { message_id: idOf('answer'), context: { message_id: idOf('question') } },
      ),
    ]),
    entry('reply-by-token', 'The message is quoted in the terms of another party.', [
      question,
      answer({ messageId: idOf('question', company.phone) }),
    ]),
    entry('reply-unknown', 'An answer to a message that the bridge never saw.', answer(quoting)),
    entry('reply-to-reply', 'An answer to an answer.', [
      question,
      answer(quoting),
      message('text', { text: 'Fine' }, { messageId: idOf('third'), context: { id: idOf('answer') } }),
    ]),
    entry('reply-to-photo', 'An answer to a photo with a caption.', [
      message('image', { mediaId: '1', caption: 'The pedal' }, { messageId: idOf('question') }),
      answer(quoting),
    ]),
    entry('reply-to-sticker', 'An answer to a sticker.', [
      message('sticker', { mediaId: '1' }, { messageId: idOf('question') }),
      answer(quoting),
    ]),
    entry('reply-to-place', 'An answer to a place.', [
      message('location', { latitude: 1, longitude: 2, name: 'Pier 3' }, { messageId: idOf('question') }),
      answer(quoting),
    ]),
    entry('reply-to-long', 'An answer to a long line.', [
      message('text', { text: 'word '.repeat(200) }, { messageId: idOf('question') }),
      answer(quoting),
    ]),
    entry('reply-to-attack', 'An answer to words that want to act.', [
      message(
        'text',
        { text: '<!channel> @everyone [x](https://evil.example) » -# *x*' },
        { messageId: idOf('question') },
      ),
      answer(quoting),
    ]),
    entry('reply-to-edited', 'An answer to a message that was edited.', [
      question,
      message(
        'edit',
        {
          originalMessageId: idOf('question'),
          message: { type: 'text', text: { body: 'Do you open on Monday?' } },
        },
        { messageId: idOf('edit') },
      ),
      answer(quoting),
    ]),
    entry('reply-to-revoked', 'An answer to a message that was deleted.', [
      question,
      message('revoke', { originalMessageId: idOf('question') }, { messageId: idOf('revoke') }),
      answer(quoting),
    ]),
    entry('photo-reply', 'A photo as an answer.', [
      question,
      message(
        'image',
        { mediaId: '1', caption: 'Like this' },
        { messageId: idOf('answer'), context: quoting },
      ),
    ]),
    entry('forwarded', 'Forwarded.', answer({ forwarded: true })),
    entry('forwarded-often', 'Forwarded many times.', answer({ forwarded: true, frequentlyForwarded: true })),
    entry(
      'forwarded-underscored',
      'Forwarded many times, with underscores.',
      answer({ frequently_forwarded: true }),
    ),
    entry(
      'forwarded-photo',
      'A forwarded photo.',
      message('image', { mediaId: '1' }, { context: { forwarded: true } }),
    ),
    entry(
      'forwarded-not',
      'Not forwarded, and said so.',
      answer({ forwarded: false, frequentlyForwarded: false }),
    ),
    entry(
      'product',
      'Asked about a product.',
      answer({ referredProduct: { catalogId: '194836987003835', productRetailerId: 'di9ozbzfi4' } }),
    ),
    entry(
      'product-verbatim',
      "Asked about a product, word for word as Meta's.",
      verbatim(
        'text',
        { body: 'Is this still available?' },
        {
          context: {
            from: company.phone,
            id: idOf('product'),
            referred_product: { catalog_id: '194836987003835', product_retailer_id: 'di9ozbzfi4' },
          },
        },
      ),
    ),
    entry('all-together', 'An answer, forwarded, about a product.', [
      question,
      answer({ ...quoting, forwarded: true, referredProduct: { catalogId: '1', productRetailerId: 'p-1' } }),
    ]),
    entry('empty', 'An empty context.', answer({})),
    entry('empty-id', 'An answer to a message without an id.', answer({ id: '', from: company.phone })),
    entry('in-content', 'The context within the content.', [
      question,
      message('text', { text: 'Within', context: { id: idOf('question') } }, { messageId: idOf('answer') }),
    ]),
    entry(
      'unknown-keys',
      'Something unknown in the context is kept.',
      answer({ mentions: ['15550100002'], note: 'sent from a car' }),
    ),
    entry('a-string', 'The context is a mere id.', [question, answer(idOf('question'))]),
  ],
};
