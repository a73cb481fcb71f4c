import { nameOf } from '../memory.ts';

/** How a message is to be read, by what the provider calls it. */
export type Kind =
  | 'text'
  | 'image'
  | 'video'
  | 'audio'
  | 'voice'
  | 'document'
  | 'sticker'
  | 'location'
  | 'contacts'
  | 'choice'
  | 'form'
  | 'callPermission'
  | 'reaction'
  | 'order'
  | 'system'
  | 'welcome'
  | 'call'
  | 'unsupported'
  | 'edit'
  | 'revoke';

/** Words without spelling, `…message` behind and `interactive…` before them: see `kindOf`. */
const words: Readonly<Record<Kind, string>> = {
  text: 'text chat conversation extendedtext',
  image: 'image photo picture',
  video: 'video gif',
  audio: 'audio',
  voice: 'voice ptt voicenote',
  document: 'document file',
  sticker: 'sticker',
  location: 'location livelocation',
  contacts: 'contacts contact contactsarray vcard',
  choice:
    'interactive button buttonreply buttonsresponse quickreply templatebuttonreply listreply list listresponse ' +
    'buttonsreply selectedbutton',
  form: 'nfmreply nfm flowreply flow form address addressreply',
  callPermission: 'callpermissionreply callpermission',
  reaction: 'reaction',
  order: 'order',
  system:
    'system userchangednumber customerchangednumber userchangeduserid customeridentitychanged useridupdate',
  welcome: 'requestwelcome',
  call: 'call',
  unsupported: 'unsupported',
  edit: 'edit edited',
  revoke: 'revoke revoked deleted',
};

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries(words).flatMap(([kind, list]) =>
    list.split(' ').map((word) => [word, kind as Kind] as const),
  ),
);

/** The words under which a message's content may stand. */
export const contentNames: readonly string[] = [...kinds.keys()];

/** `IMAGE`, `imageMessage`, `interactive_button_reply`; `null`: a word that nobody knows. */
export const kindOf = (word: string): Kind | null => {
  if (word.length > 60) return null;
  const name = nameOf(word)
    .replace(/message$/, '')
    .replace(/^interactive(?=.)/, '');
  return kinds.get(name) ?? null;
};
