import { entry, type Group } from '../entry.ts';
import { bo, by, idOf, message, verbatim } from '../webhook.ts';

const group = 'HBgLMTU1NTAxMDAwMDE';
const hello = (more: object): object => message('text', { text: 'Hello' }, more);

/** Groups: the thread is the group's, each post names its sender. */
export const groups: Group = {
  name: 'groups',
  entries: [
    entry('two', 'Two people in one group.', [
      hello({ groupId: group, messageId: idOf('one') }),
      message('text', { text: 'Hello Ana' }, { ...by(bo), groupId: group, messageId: idOf('two') }),
    ]),
    entry(
      'underscored',
      "Meta's key.",
      verbatim('text', { body: 'What does everyone think about this?' }, { group_id: group }),
    ),
    entry('in-content', 'The group within the content.', message('text', { text: 'Hello', groupId: group })),
    entry(
      'photo',
      'A photo in a group.',
      message('image', { mediaId: '1', caption: 'Us' }, { groupId: group }),
    ),
    entry('reply', 'An answer in a group.', [
      hello({ groupId: group, messageId: idOf('one') }),
      message(
        'text',
        { text: 'And hello to you' },
        { ...by(bo), groupId: group, context: { id: idOf('one') } },
      ),
    ]),
    entry(
      'reaction-unknown',
      'A reaction in a group to a message that the bridge never saw.',
      message('reaction', { messageId: idOf('long ago'), emoji: '👍' }, { groupId: group }),
    ),
    entry(
      'user-id',
      'A sender with a user id.',
      hello({ from: undefined, contactWaId: undefined, fromUserId: 'US.1349', groupId: group }),
    ),
    entry(
      'nobody',
      'A sender without any identity.',
      hello({ from: null, contactWaId: null, contactName: null, groupId: group }),
    ),
    entry(
      'mentions',
      'Somebody is mentioned, in the context too.',
      message(
        'text',
        { text: '@15550100002 look' },
        { groupId: group, context: { mentions: [{ waId: '15550100002' }] } },
      ),
    ),
    entry('edited', 'An edit in a group.', [
      hello({ groupId: group, messageId: idOf('one') }),
      message('edit', { originalMessageId: idOf('one'), text: 'Hello!' }, { groupId: group }),
    ]),
  ],
};
