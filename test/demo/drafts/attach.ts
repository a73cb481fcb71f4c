import type { FileType } from '../../../src/core/content.ts';
import { sampleFiles } from '../../media/files.ts';
import { png } from '../../media/files/pictures.ts';
import type { KeptFile, MediaHost } from '../media-host.ts';
import type { Person } from '../people.ts';
import * as answers from './answers.ts';
import * as cards from './cards.ts';
import type { Draft } from './draft.ts';
import { draftFile } from './files.ts';

/** What the menu beside the words offers. */
export const attachNames = [
  ...(['photo', 'video', 'voice', 'audio', 'document', 'sticker', 'location', 'contact'] as const),
  ...(['order', 'button', 'choice', 'list', 'form', 'address', 'call'] as const),
] as const;
export type AttachName = (typeof attachNames)[number];

const makers = {
  location: cards.draftLocation,
  contact: cards.draftContacts,
  order: cards.draftOrder,
  button: answers.draftButton,
  choice: answers.draftChoice,
  list: answers.draftListRow,
  form: answers.draftForm,
  address: answers.draftAddress,
  call: answers.draftCallPermission,
} as const satisfies Partial<Record<AttachName, (by: Person) => Draft>>;

type FileName = Exclude<AttachName, keyof typeof makers>;

const photo = (): KeptFile => ({ name: 'evening.png', mimeType: 'image/png', bytes: png(640, 480) });

const files: Readonly<Record<FileName, { type: FileType; make: () => KeptFile; caption: string }>> = {
  photo: { type: 'image', make: photo, caption: 'The view from the quay' },
  video: { type: 'video', make: sampleFiles.video, caption: 'Ten minutes later' },
  voice: { type: 'voice', make: sampleFiles.voice, caption: '' },
  audio: { type: 'audio', make: sampleFiles.mp3, caption: '' },
  document: { type: 'document', make: sampleFiles.pdf, caption: 'Your invoice, is this right?' },
  sticker: { type: 'sticker', make: sampleFiles.sticker, caption: '' },
};

const isFile = (name: AttachName): name is FileName => name in files;

/** Drafts what the menu offers; a file is made once, and keeps its id at the host. */
export const createAttach = (host: MediaHost): ((by: Person, name: AttachName) => Draft) => {
  const made = new Map<FileName, KeptFile>();
  return (by, name) => {
    if (!isFile(name)) return makers[name](by);
    const { type, make, caption } = files[name];
    const file = made.get(name) ?? make();
    made.set(name, file);
    return draftFile(by, host, { type, file, caption });
  };
};
