import { entry, type Group } from '../entry.ts';
import { ana, company, happening, message, verbatim } from '../webhook.ts';

const call = (more: object): object => ({
  id: 'wacid.ABGGFjFVU2AfAgo6V',
  from: ana.phone,
  to: company.phone,
  timestamp: '1793610000',
  ...more,
});

/** Quiet lines: calls, greetings. */
export const calls: Group = {
  name: 'calls',
  entries: [
    entry('welcome', 'The chat was opened, and nothing written.', message('request_welcome', null)),
    entry('welcome-verbatim', "The same, word for word as Meta's.", verbatim('request_welcome', {})),
    entry(
      'rings',
      'The contact calls us.',
      happening('call.connect', {
        call: call({
          event: 'connect',
          direction: 'USER_INITIATED',
          session: { sdp_type: 'offer', sdp: 'v=0' },
        }),
      }),
    ),
    entry(
      'ends',
      'The call has ended.',
      happening('call.terminate', {
        call: call({ event: 'terminate', direction: 'USER_INITIATED', status: 'COMPLETED', duration: 120 }),
      }),
    ),
    entry(
      'missed',
      'The call was not answered.',
      happening('call', {
        call: call({ event: 'terminate', direction: 'USER_INITIATED', status: 'FAILED' }),
      }),
    ),
    entry(
      'ours',
      'We called.',
      happening('calls', {
        calls: [
          call({
            from: company.phone,
            to: ana.phone,
            event: 'terminate',
            direction: 'BUSINESS_INITIATED',
            status: 'COMPLETED',
            duration: 3_725,
          }),
        ],
      }),
    ),
    entry(
      'as-message',
      'A call as the type of a message.',
      message('call', { event: 'terminate', direction: 'USER_INITIATED', status: 'COMPLETED', duration: 65 }),
    ),
  ],
};
