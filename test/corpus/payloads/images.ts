import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

const hash = 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=';
const lookaside = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133';
const photo = { mediaId: '1003383421387256', mimeType: 'image/jpeg', sha256: hash };

/** Photos, in every way to write them and in every state of their file. */
export const images: Group = {
  name: 'images',
  entries: [
    entry(
      'camel-case',
      'The likeliest form, with a caption.',
      message('image', { ...photo, caption: 'The broken pedal' }),
    ),
    entry('no-caption', 'A photo alone.', message('image', photo)),
    entry(
      'underscored',
      "Meta's keys in the content.",
      message('image', { id: '1', mime_type: 'image/jpeg', sha256: hash, caption: 'With underscores' }),
    ),
    entry(
      'nested',
      "Nested under the type's own name.",
      message('image', { image: { ...photo, caption: 'Nested' } }),
    ),
    entry(
      'verbatim',
      "Meta's message word for word.",
      verbatim('image', {
        caption: 'Taj Mahal',
        mime_type: 'image/jpeg',
        sha256: hash,
        id: '1003383421387256',
        url: lookaside,
      }),
    ),
    entry(
      'url',
      'With an address, size and name.',
      message('image', {
        url: `${lookaside}4`,
        mimeType: 'image/png',
        fileSize: 250_000,
        fileName: 'frame.png',
        caption: 'From a link',
      }),
    ),
    entry(
      'id-as-url',
      'A media id under a name for addresses.',
      message('image', { mediaUrl: '1003383421387256', mimeType: 'image/jpeg' }),
    ),
    entry('bare-url', 'Nothing but an address.', message('image', lookaside)),
    entry(
      'numbers',
      'The id a number, the size a string.',
      message('image', { media_id: 1003383421387, size: '250000', contentType: 'image/jpeg' }),
    ),
    entry(
      'image-message',
      'The type as some libraries call it.',
      message('imageMessage', { ...photo, caption: 'imageMessage' }),
    ),
    entry(
      'formatted',
      'A caption with formatting, a list and a link.',
      message('image', { ...photo, caption: '*Damage*\n- pedal\n- _chain_\nhttps://a.example/b_c' }),
    ),
    entry(
      'long-caption',
      'A caption of 1,024 characters: the most that WhatsApp takes.',
      message('image', { ...photo, caption: 'long caption '.repeat(79).slice(0, 1024) }),
    ),
    entry(
      'beside',
      'Something unknown beside it is kept.',
      message('image', { ...photo, caption: 'Seen', ocrText: 'NO PARKING', viewOnce: true }),
    ),
    entry('nothing', 'No id and no address.', message('image', { caption: 'Where is it?' }), {
      file: { kind: 'absent', why: 'WaConnect says neither its id nor its address', link: null },
    }),
    entry('unknown-shape', 'A content that nobody can read.', message('image', { pixels: 'many' }), {
      file: null,
    }),
    entry('coming', 'The file is not there yet.', message('image', { ...photo, caption: 'Wait for it' }), {
      file: { kind: 'coming' },
    }),
    entry(
      'elsewhere',
      'The file came later, in a post of its own.',
      message('image', { ...photo, caption: 'There it is' }),
      { file: { kind: 'elsewhere', link: 'https://chat.example/posts/99' } },
    ),
    entry('absent', 'The file cannot be had.', message('image', { ...photo, caption: 'Gone' }), {
      file: { kind: 'absent', why: 'WaConnect does not have it (HTTP 404)', link: null },
    }),
    entry(
      'too-large',
      'The file is too large, and may be fetched by hand.',
      message('video', { mediaId: '2', mimeType: 'video/mp4', size: 90_000_000, caption: 'The whole tour' }),
      {
        file: {
          kind: 'absent',
          why: 'it is larger than 10 MB',
          link: { text: 'https://files.example/tour.mp4', url: 'https://files.example/tour.mp4' },
        },
      },
    ),
    entry(
      'error',
      'WhatsApp itself could not get the file.',
      message('image', null, {
        errors: [
          {
            code: 131052,
            title: 'Media download error',
            error_data: { details: 'The file is larger than 100 MB' },
          },
        ],
      }),
      { file: null },
    ),
    entry(
      'burst',
      'Three photos within a second.',
      ['one', 'two', 'three'].map((caption, index) =>
        message(
          'image',
          { ...photo, mediaId: String(index), caption },
          { messageId: `wamid.burst-${String(index)}` },
        ),
      ),
    ),
  ],
};
