import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

const flow = (answers: unknown): object => ({
  type: 'nfm_reply',
  name: 'flow',
  body: 'Sent',
  responseJson: JSON.stringify(answers),
});
const address = {
  saved_address_id: 'address1',
  values: {
    in_pin_code: '400063',
    building_name: '',
    landmark_area: 'Goregaon',
    address: 'Wing A, Quay Rd',
    city: 'Mumbai',
    name: 'Ana Example',
    phone_number: '+15550100001',
    floor_number: '8',
  },
};

/** Forms (flows), addresses and the permission to call. */
export const forms: Group = {
  name: 'forms',
  entries: [
    entry(
      'flow',
      'A form with its answers.',
      message(
        'interactive',
        flow({
          comment_text: 'Very good',
          delivery_rating: '4',
          flow_token: 'AQAAAAACS5FpgQ',
          recommend: true,
          visits: 3,
        }),
      ),
    ),
    entry(
      'flow-underscored',
      "Meta's keys.",
      message('interactive', {
        type: 'nfm_reply',
        nfm_reply: { response_json: '{"rating":"5","flow_token":"x"}', body: 'Sent', name: 'flow' },
      }),
    ),
    entry(
      'flow-verbatim',
      "Meta's message word for word.",
      verbatim('interactive', {
        type: 'nfm_reply',
        nfm_reply: { response_json: '{"rating":"5"}', body: 'Sent', name: 'flow' },
      }),
    ),
    entry(
      'flow-nested',
      'Answers within answers.',
      message('interactive', flow({ customer: { name: 'Ana', sizes: ['S', 'M'] }, extras: [] })),
    ),
    entry(
      'flow-object',
      'The answers are no string.',
      message('interactive', {
        type: 'nfm_reply',
        nfmReply: { responseJson: { rating: 5 }, body: 'Sent', name: 'flow' },
      }),
    ),
    entry('flow-list', 'The answers are a list.', message('interactive', flow(['a', 'b']))),
    entry(
      'flow-no-json',
      'The answers are no JSON.',
      message('interactive', { type: 'nfm_reply', responseJson: 'rating=5', body: 'Sent' }),
    ),
    entry('flow-empty', 'A form without answers.', message('interactive', flow({ flow_token: 'x' }))),
    entry(
      'flow-long',
      'A form with sixty answers and a long one.',
      message(
        'interactive',
        flow({
          ...Object.fromEntries(
            Array.from({ length: 60 }, (_, index) => [
              `question_${String(index + 1)}`,
              `answer ${String(index + 1)}`,
            ]),
          ),
          story: 'It was so. '.repeat(100),
        }),
      ),
    ),
    entry(
      'flow-lines',
      'An answer of several lines.',
      message('interactive', flow({ remarks: 'First line\nsecond line' })),
    ),
    entry(
      'flow-type',
      'The type itself says that it is a form.',
      message('nfm_reply', { name: 'flow', body: 'Sent', response_json: '{"rating":"5"}' }),
    ),
    entry(
      'address',
      'An address.',
      message('interactive', {
        type: 'nfm_reply',
        nfm_reply: {
          name: 'address_message',
          body: 'Ana Example\n +15550100001\n 400063, Goregaon, Wing A, Mumbai, 8',
          response_json: JSON.stringify(address),
        },
      }),
    ),
    entry(
      'call-granted',
      'We may call, for a while.',
      message('interactive', {
        type: 'call_permission_reply',
        callPermissionReply: {
          response: 'accept',
          expirationTimestamp: 1_794_214_800,
          responseSource: 'user_action',
        },
      }),
    ),
    entry(
      'call-granted-always',
      'We may call, without an end.',
      verbatim('interactive', {
        type: 'call_permission_reply',
        call_permission_reply: { response: 'accept', is_permanent: true },
      }),
    ),
    entry(
      'call-refused',
      'We may not call.',
      message('interactive', {
        type: 'call_permission_reply',
        call_permission_reply: { response: 'reject', response_source: 'user_action' },
      }),
    ),
  ],
};
