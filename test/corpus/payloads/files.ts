import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

const hash = 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=';
const lookaside = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133';

/** Everything else that is a file. */
export const files: Group = {
  name: 'files',
  entries: [
    entry(
      'video',
      'A video with a caption.',
      message('video', {
        mediaId: '731675419373506',
        mimeType: 'video/mp4',
        caption: 'Timelapse',
        seconds: 75,
      }),
    ),
    entry(
      'video-verbatim',
      "A video word for word as Meta's.",
      verbatim('video', { mime_type: 'video/mp4', sha256: hash, id: '7316', url: lookaside }),
    ),
    entry(
      'audio',
      'An audio file.',
      message('audio', { mediaId: '3', mimeType: 'audio/mpeg', voice: false, filename: 'song.mp3' }),
    ),
    entry(
      'voice',
      'A voice message: audio that says so.',
      message('audio', { mediaId: '4', mimeType: 'audio/ogg; codecs=opus', voice: true }),
    ),
    entry(
      'voice-verbatim',
      "A voice message word for word as Meta's.",
      verbatim('audio', {
        mime_type: 'audio/ogg; codecs=opus',
        sha256: hash,
        id: '4',
        url: lookaside,
        voice: true,
      }),
    ),
    entry(
      'voice-type',
      'A voice message under the old type.',
      message('voice', {
        id: '5',
        mime_type: 'audio/ogg; codecs=opus',
        file: '/usr/local/wamedia/shared/463e',
      }),
    ),
    entry(
      'voice-as-word',
      'Whether it is a voice message, as a word.',
      message('audio', { mediaId: '6', voice: 'true' }),
    ),
    entry(
      'voice-coming',
      'A voice message that is not there yet.',
      message('audio', { mediaId: '4', voice: true }),
      { file: { kind: 'coming' } },
    ),
    entry(
      'document',
      'A document with a name and a caption.',
      message('document', {
        mediaId: '6226',
        filename: 'receipt.pdf',
        mimeType: 'application/pdf',
        caption: 'my receipt',
        fileSize: 48_213,
      }),
    ),
    entry(
      'document-verbatim',
      "A document word for word as Meta's.",
      verbatim('document', {
        caption: 'my receipt',
        filename: 'receipt.pdf',
        mime_type: 'application/pdf',
        sha256: hash,
        id: '6226',
      }),
    ),
    entry(
      'document-no-name',
      'A document without a name.',
      message('document', {
        media_id: '7',
        mime_type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      }),
    ),
    entry(
      'document-long-name',
      'A document with a name of 240 letters, right-to-left too.',
      message('document', { mediaId: '8', fileName: `${'عقد '.repeat(30)}${'x'.repeat(120)}.pdf` }),
    ),
    entry(
      'document-coming',
      'A document that is not there yet is known by name, type and size.',
      message('document', { mediaId: '8', filename: 'contract.docx', fileSize: 1_250_000 }),
      { file: { kind: 'coming' } },
    ),
    entry(
      'document-same-caption',
      'A caption that only repeats the name.',
      message('document', { mediaId: '9', filename: 'plan.pdf', caption: 'plan.pdf' }),
    ),
    entry(
      'document-link',
      'A document behind a link.',
      message('document', { link: 'https://files.example/plan.pdf', name: 'plan.pdf' }),
    ),
    entry(
      'sticker',
      'A sticker.',
      message('sticker', { mediaId: '1', mimeType: 'image/webp', animated: false }),
    ),
    entry(
      'sticker-animated',
      "An animated sticker, word for word as Meta's.",
      verbatim('sticker', {
        mime_type: 'image/webp',
        sha256: hash,
        id: '19',
        url: lookaside,
        animated: true,
      }),
    ),
    entry('sticker-absent', 'A sticker that cannot be had.', message('sticker', { mediaId: '1' }), {
      file: { kind: 'absent', why: 'it did not arrive within 60 s', link: null },
    }),
    entry(
      'null-parts',
      'Everything that may be missing is null.',
      message('document', {
        mediaId: '10',
        filename: null,
        caption: null,
        mimeType: null,
        sha256: null,
        size: null,
      }),
    ),
    entry(
      'nested-video',
      'A video nested, its address under a name of its own.',
      message('video', { video: { downloadUrl: 'https://files.example/v', caption: 'Nested' } }),
    ),
  ],
};
