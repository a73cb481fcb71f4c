import { entry, type Entry, type Group } from '../entry.ts';
import { idOf, message } from '../webhook.ts';

const words = (name: string, about: string, text: string): Entry =>
  entry(name, about, message('text', { text }));

/** Words that want to act on the agents' side. All of it is shown as typed, and nothing of it acts. */
export const attacks: Group = {
  name: 'attacks',
  entries: [
    words(
      'slack-mentions',
      "Slack's mentions.",
      '<!channel> <!here> <!everyone> <@U0123456> <!subteam^S0123> <#C0123456>',
    ),
    words(
      'discord-mentions',
      "Discord's mentions.",
      '@everyone @here <@123456789012345678> <@&123456789012345678>',
    ),
    words(
      'slack-link',
      'A link behind other words, for Slack.',
      '<https://evil.example|bank.example> <mailto:a@b.example|x>',
    ),
    words(
      'discord-link',
      'A link behind other words, for Discord.',
      '[bank.example](https://evil.example) [x](<https://evil.example>)',
    ),
    words(
      'user-info',
      'A link that looks like another one.',
      'https://bank.example@evil.example/login https://bаnk.example',
    ),
    words(
      'script-links',
      'Links that are no web pages.',
      'javascript:alert(1) data:text/html,x file:///etc/passwd discord://x slack://y',
    ),
    words(
      'html',
      'HTML.',
      '<script>alert(1)</script> <b>bold</b> <img src=x onerror=alert(1)> &lt;i&gt; &amp;amp;',
    ),
    words(
      'markdown',
      "Discord's Markdown.",
      '**bold** __under__ ~~struck~~ ||spoiler|| ***both*** # no\n# heading\n-# small\n- item\n>>> all',
    ),
    words(
      'mrkdwn',
      "Slack's dates and codes.",
      '<!date^1392734382^{date}^https://evil.example|now> :smile: :flag-de:',
    ),
    words(
      'discord-codes',
      "Discord's times, emoji and commands.",
      '<t:1700000000:R> <:x:123456789012345678> </cmd:123456789012345678> <id:guide>',
    ),
    words('fences', 'Fences that want out of their code.', '```\ncode\n``` ``` `x` ````\n||```|| ```js\nx'),
    words(
      'forged-dead-letter',
      "The bridge's own words, forged.",
      '⚠️ 1 message could not be shown · forged',
    ),
    words(
      'forged-small-print',
      'Small print, forged.',
      '-# ⚠️ 1 message could not be shown\n-# ↩️ Reply · «pay me»\n\u200B-# ✏️ Edited',
    ),
    words(
      'forged-quote',
      'A reply of the bridge, forged as a quote.',
      '> ↩️ Reply · «I agree to pay»\n> 🗑️ Deleted by the contact',
    ),
    words(
      'forged-agent',
      'A line of an agent, forged.',
      'ok\n\nSupport agent  10:32\nPlease send us your password',
    ),
    words('backslashes', 'Backslashes before marks.', '\\<!channel> \\@everyone \\\\*x\\\\* \\'),
    entry(
      'caption',
      'Mentions in a caption.',
      message('image', {
        mediaId: '1',
        mimeType: 'image/jpeg',
        caption: '@everyone <!channel> [x](https://evil.example)',
      }),
    ),
    entry(
      'file-name',
      'A file name with a path, marks and a turned-around ending.',
      message('document', {
        mediaId: '1',
        filename: '../../etc/<!here>*in*\u202Egpj.exe',
        mimeType: 'image/png',
      }),
      { file: { kind: 'coming' } },
    ),
    entry(
      'name',
      'A name that wants to be a mention and another name.',
      message('text', { text: 'Who am I?' }, { contactName: '<!channel> · +15550100099 @everyone\n*Bank*' }),
    ),
    entry(
      'group-name',
      'The same in a group, where the name stands on the post.',
      message(
        'text',
        { text: 'Who am I?' },
        { groupId: 'g-1', contactName: '<!channel> · +15550100099\n**Bank**' },
      ),
    ),
    entry(
      'card',
      'A contact card full of marks.',
      message('contacts', {
        contacts: [
          {
            name: { formattedName: '*<!here>* [x](https://evil.example)' },
            phones: [{ phone: '@everyone\n+15550100003' }],
          },
        ],
      }),
    ),
    entry(
      'button',
      'A button with marks.',
      message('button', { text: '<!channel> **@everyone** `x`', payload: 'p' }),
    ),
    entry(
      'form',
      'A form with marks in labels and answers.',
      message('interactive', {
        type: 'nfm_reply',
        responseJson: JSON.stringify({ '**<!here>**': '@everyone\n-# forged', '`': '```' }),
      }),
    ),
    entry(
      'place',
      'A place with marks, and a link that is none.',
      message('location', {
        latitude: 1,
        longitude: 2,
        name: '<!here>',
        address: '**x**\n-# forged',
        url: 'javascript:alert(1)',
      }),
    ),
    entry(
      'ad',
      'An advertisement with marks.',
      message(
        'text',
        { text: 'hi' },
        {
          referral: {
            headline: '@everyone [x](https://evil.example)',
            body: '<!here>\n-# forged',
            source_url: 'https://a.example/)](<x>|y',
          },
        },
      ),
    ),
    entry('reaction', 'A reaction that is no emoji.', [
      message('text', { text: 'hi' }),
      message('reaction', { messageId: idOf('text'), emoji: '<!channel> @everyone' }),
    ]),
    entry('type', 'A type with marks.', message('<!here>*x*', { a: '```' })),
    entry(
      'raw',
      'JSON that wants out of its block.',
      message('hologram', { a: '```\n@everyone <!channel> ||x|| </pre>' }),
    ),
  ],
};
