import type { Person } from '../people.ts';
import { answeringUnknown, draftReaction } from './changes.ts';
import { draftMessage, draftText, newId, webhookOf, type Draft, type Shown } from './draft.ts';
import { draftCall, draftNewId, draftOpened, draftSecurityCode } from './quiet.ts';

/** The messages that break bridges. */
export const oddNames = [
  ...(['attack', 'formats', 'stars', 'rightToLeft', 'group', 'ad', 'product', 'late', 'ghost'] as const),
  ...(['poll', 'unknown', 'answerToUnknown', 'reactionToUnknown', 'nobody'] as const),
  ...(['newId', 'securityCode', 'opened', 'missedCall'] as const),
] as const;
export type OddName = (typeof oddNames)[number];

const formats =
  '*In short:* _two_ ~three~ questions\n- is the `7-speed hub` in stock?\n- and in *_harbour blue_*?\n> It was, last week\nsnake_case and 2*3 stay as they are: https://example.com/a_b_c';

const hours = 3_600_000;

const makers: Readonly<Record<OddName, (by: Person) => Draft>> = {
  attack: (by) =>
    draftText(by, '<!channel> @everyone [a](http://b.example) <script>alert(1)</script> **not bold**'),
  formats: (by) => draftText(by, formats),
  stars: (by) => draftText(by, '*'.repeat(4096)),
  rightToLeft: (by) => draftText(by, 'مرحبا، رقم طلبي 20481 \u202Egnp.eciovni\u202C — شكرًا'),
  group: (by) =>
    draftWords(by, 'Who joins the ride on Sunday?', ['👥 Harbour Ride Club'], { more: { groupId } }, groupId),
  ad: (by) => draftWords(by, 'Can I get more info about this?', ['📣 From an ad'], { more: { referral } }),
  product: (by) =>
    draftWords(by, 'Is this still available?', ['🛍️ About bell-brass'], { context: { referredProduct } }),
  late: (by) => {
    const writtenAt = { timestamp: new Date(Date.now() - 3 * hours).toISOString() };
    return draftWords(by, 'I am standing in front of your shop', ['🕓 Three hours ago'], { more: writtenAt });
  },
  ghost: (by) => draftGhost(by, 'I saw your offer, is it still on?'),
  poll: (by) => {
    const card = { icon: '📊', title: 'Poll: which colour?', lines: ['WhatsApp does not hand this on'] };
    const content = { type: 'poll_creation', errors: [unknownType] };
    return draftMessage(by, { type: 'unsupported', content }, { card });
  },
  unknown: (by) => {
    const content = { shape: 'cube', layers: [{ depth: 3, says: '``` ||</code>|| ```' }] };
    const card = { icon: '🧩', title: 'Something new of WhatsApp', lines: ['hologram'] };
    return draftMessage(by, { type: 'hologram', content }, { card });
  },
  answerToUnknown: (by) => answeringUnknown(by, draftText(by, 'As I said back then')),
  reactionToUnknown: (by) => draftReaction(by, 'wamid.of-last-year', '🎉'),
  nobody: (by) => {
    const nameless = { from: undefined, contactWaId: undefined, contactName: undefined };
    const above = ['🕶️ Without number or id'];
    return draftWords(by, 'Who am I?', above, { more: nameless }, 'nknown');
  },
  newId: draftNewId,
  securityCode: draftSecurityCode,
  opened: draftOpened,
  missedCall: draftCall,
};

export const draftOdd = (by: Person, name: OddName): Draft => makers[name](by);

/** Words, and what stands around them. */
const draftWords = (
  by: Person,
  text: string,
  above: Shown['above'],
  around: { readonly context?: object; readonly more?: Readonly<Record<string, unknown>> },
  head: string | null = null,
): Draft => draftMessage(by, { type: 'text', content: { text }, ...around }, { above, text }, { head });

const groupId = '120363040000000017';
const referredProduct = { catalogId: '194836987003835', productRetailerId: 'bell-brass' };
const referral = {
  ...{ sourceUrl: 'https://harbour-cycles.example/autumn', sourceType: 'ad', sourceId: '120226305854810726' },
  ...{ headline: 'Autumn check-up for 29 €', body: 'Brakes, gears, lights, a wash. This week only.' },
};
/** https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
const unknownType = { code: 131051, title: 'Message type unknown' };
const unavailable = { code: 131060, title: 'This message is unavailable.' };

/** First Meta says that it is unavailable, then it comes after all, under the same id. */
const draftGhost = (by: Person, text: string): Draft => {
  const id = newId(by);
  const said = { type: 'text', content: { text } };
  const ghost = webhookOf(by, id, { type: 'unsupported', content: { errors: [unavailable] } });
  const shown: Shown = {
    ...{ above: ['👻 Comes at the second try'], quote: null, file: null, card: null, text, isQuiet: false },
  };
  const webhooks = [ghost, webhookOf(by, id, said)];
  return { id, webhooks, sign: null, head: null, does: { kind: 'message', shown, said } };
};
