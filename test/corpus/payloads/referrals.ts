import { entry, type Group } from '../entry.ts';
import { message } from '../webhook.ts';

const ad = {
  source_url: 'https://ads.example/3cr4Wqqkv',
  source_id: '120226305854810726',
  source_type: 'ad',
  headline: 'Chat with us',
  body: 'Summer Succulents are here!',
  media_type: 'image',
  image_url: 'https://scontent.example/x.jpg',
  ctwa_clid: 'Aff-n8ZTODiE79d22KtA',
  welcome_message: { text: 'Hi there! Let us know how we can help!' },
};
const ask = (more: object, content: object = {}): object =>
  message('text', { text: 'Can I get more info about this?', ...content }, more);

/** People who come by an advertisement. */
export const referrals: Group = {
  name: 'referrals',
  entries: [
    entry('ad', 'By an advertisement, beside the content.', ask({ referral: ad })),
    entry(
      'ad-camel',
      'Camel case.',
      ask({
        referral: {
          sourceUrl: ad.source_url,
          sourceType: 'ad',
          headline: ad.headline,
          body: ad.body,
          ctwaClid: ad.ctwa_clid,
        },
      }),
    ),
    entry('ad-in-content', 'Within the content.', ask({}, { referral: ad })),
    entry('ad-in-context', 'Within the context.', ask({ context: { referral: ad } })),
    entry(
      'post',
      'By a post, without headline.',
      ask({ referral: { source_type: 'post', source_url: 'https://ads.example/p/1', body: 'New bells!' } }),
    ),
    entry('bare', 'Only that there was one.', ask({ referral: { source_type: 'ad' } })),
    entry(
      'bad-url',
      'An address that is none.',
      ask({ referral: { headline: 'Click', source_url: 'javascript:alert(1)' } }),
    ),
    entry(
      'long',
      'An advertisement with a long text of several lines.',
      ask({ referral: { ...ad, body: 'Sale!\n'.repeat(150) } }),
    ),
    entry('empty', 'An empty referral.', ask({ referral: {} })),
    entry(
      'photo',
      'A photo of somebody who came by an advertisement.',
      message('image', { mediaId: '1', caption: 'This one?' }, { referral: ad }),
    ),
  ],
};
