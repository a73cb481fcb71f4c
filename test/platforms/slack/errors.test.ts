import { expect, test } from 'vitest';
import { translate } from '../../../src/platforms/slack/errors.ts';
import { slack } from '../../../src/platforms/slack/index.ts';
import type { Fault } from '../../sandbox/faults.ts';
import { plainText } from '../../sandbox/slack/index.ts';
import { card, failureOf, onlyPart, picture, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place } from './stand.ts';

/** What can be done in a thread, and the method of Slack's that does it. */
const methods = {
  post: 'chat.postMessage',
  file: 'files.completeUploadExternal',
  amend: 'chat.update',
  react: 'reactions.add',
} as const;
type Verb = keyof typeof methods;

/** A thread with one post, and each verb on it: answers how it failed, and how often its method was called. */
const createBench = async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const { id: thread } = await platform.open(place, card, posting('root'));
  const part = onlyPart(slack.format(words('words')));
  const { id: post } = await platform.post(place, thread, part, posting('1'));
  let serial = 1;
  const signal = AbortSignal.timeout(20_000);
  const file = async () => Promise.resolve(picture());
  const react = (reacting: { readonly add: string | null; readonly remove: string | null }) =>
    platform.react(place, thread, post, { ...reacting, signal });
  const verbs: Readonly<Record<Verb, () => Promise<unknown>>> = {
    post: () => platform.post(place, thread, part, posting(String((serial += 1)))),
    file: () => platform.post(place, thread, part, posting(String((serial += 1)), { file })),
    amend: () => platform.amend(place, thread, post, part, { file: null, mark: false, signal }),
    react: () => react({ add: '👍', remove: null }),
  };
  const attempt = async (verb: Verb, fault: Fault) => {
    const before = stand.calls.length;
    stand.faults.inject({ fault, times: Infinity, when: ({ method }) => method === methods[verb] });
    const attempted = verbs[verb]();
    const failure = await failureOf(attempted);
    const message = await attempted.then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    stand.faults.clear();
    const calls = stand.calls.slice(before).filter(({ method }) => method === methods[verb]).length;
    return { failure, message, calls };
  };
  const replies = () => stand.threads(channel)[0]?.replies.map(plainText);
  return { stand, verbs, react, attempt, replies };
};

const broken = (scope: 'destination' | 'platform') => ({ kind: 'broken', scope });
const retry = (scope: string, retryAfterMs: number | null) => ({ kind: 'retry', scope, retryAfterMs });

interface Row {
  readonly verb: Verb;
  /** Slack's answers, by white space. */
  readonly codes: string;
  readonly failure: object;
  /** How often it is tried; once unless told. */
  readonly calls?: number;
  /** What the operator reads. */
  readonly advice?: string;
}

const uncertain = { kind: 'uncertain', retryAfterMs: null };

const rows: Readonly<Record<string, Row>> = {
  'a limit of posts, without a time': {
    ...{ verb: 'post', codes: 'ratelimited rate_limited', failure: retry('destination', 30_000) },
  },
  'a limit of changes, without a time': {
    ...{ verb: 'amend', codes: 'ratelimited', failure: retry('conversation', 30_000) },
  },
  'a failure in the middle of a post': {
    ...{ verb: 'post', codes: 'internal_error fatal_error request_timeout', failure: uncertain },
  },
  'a failure in the middle of a file': { verb: 'file', codes: 'internal_error', failure: uncertain },
  'a service that is away': {
    verb: 'post',
    codes: 'service_unavailable external_channel_migrating',
    failure: retry('destination', 60_000),
  },
  'a workspace that moves': {
    verb: 'post',
    codes: 'team_added_to_org org_login_required',
    failure: retry('platform', 60_000),
    advice: 'into an organisation',
  },
  'a change that does not work just now': {
    verb: 'amend',
    codes: 'update_failed service_unavailable',
    failure: retry('conversation', 60_000),
  },
  'a thread that is lost': {
    verb: 'post',
    codes: `thread_not_found cannot_reply_to_message message_not_found restricted_action_thread_locked
      thread_locked`,
    failure: { kind: 'threadLost' },
  },
  'an archived channel': {
    ...{ verb: 'post', codes: 'is_archived is_inactive', failure: broken('destination') },
    advice: 'Unarchive the channel',
  },
  'a channel that the bot is not in': {
    verb: 'post',
    codes: 'channel_not_found not_in_channel no_permission',
    failure: broken('destination'),
    advice: 'invite the bot',
  },
  'a channel whose rules forbid it': {
    verb: 'post',
    codes: `restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel
      restricted_action_non_threadable_channel access_denied ekm_access_denied posting_to_channel_denied
      messages_tab_disabled`,
    failure: broken('destination'),
    advice: 'ask its administrator',
  },
  'a plan that is used up': {
    ...{ verb: 'post', codes: 'message_limit_exceeded', failure: broken('destination') },
    advice: 'plan takes no more messages',
  },
  'a token that is worth nothing': {
    verb: 'post',
    codes: `invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type
      app_access_restricted team_access_not_granted accesslimited two_factor_setup_required`,
    failure: broken('platform'),
    advice: 'Correct platforms.slack.botToken',
  },
  'an app that may not post': {
    ...{ verb: 'post', codes: 'missing_scope', failure: broken('platform') },
    advice: 'config/slack-manifest.yaml',
  },
  'a post that Slack will never take': {
    verb: 'post',
    codes: `msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format too_many_attachments
      metadata_too_large invalid_metadata_format invalid_metadata_schema no_text markdown_text_conflict
      invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data invalid_post_type
      missing_post_type`,
    failure: { kind: 'refused' },
    // Once more as plain text.
    calls: 2,
  },
  'a no that nobody has heard of': {
    ...{ verb: 'post', codes: 'novel_error', failure: retry('conversation', null) },
  },
  'a post that may not be changed': {
    verb: 'amend',
    codes: `message_not_found cant_update_message edit_window_closed streaming_state_conflict thread_not_found
      thread_locked restricted_action_thread_locked is_inactive`,
    failure: { kind: 'gone' },
  },
  'a post whose rich text must stay': {
    ...{ verb: 'amend', codes: 'block_mismatch', failure: { kind: 'gone' } },
    // Once more with rich text.
    calls: 2,
  },
  'a change that Slack will never take': {
    ...{ verb: 'amend', codes: 'invalid_blocks msg_too_long', failure: { kind: 'refused' } },
  },
  'a change in an archived channel': {
    ...{ verb: 'amend', codes: 'is_archived', failure: broken('destination') },
  },
  'a post to react to that is no more': {
    verb: 'react',
    codes: 'message_not_found thread_not_found thread_locked',
    failure: { kind: 'gone' },
  },
  'an emoji that cannot be there': {
    verb: 'react',
    codes: 'too_many_emoji too_many_reactions invalid_name not_reactable',
    failure: { kind: 'refused' },
  },
  'an app that may not react': {
    ...{ verb: 'react', codes: 'missing_scope', failure: { kind: 'refused' } },
    advice: 'config/slack-manifest.yaml',
  },
  'a file that Slack will never take': {
    verb: 'file',
    codes: `file_type_not_allowed file_upload_size_restricted file_uploads_disabled storage_limit_reached
      file_uploads_except_images_disabled posting_to_channel_denied`,
    failure: { kind: 'fileRefused' },
  },
  'an app that may not send files': {
    ...{ verb: 'file', codes: 'missing_scope', failure: { kind: 'fileRefused' } },
    advice: 'config/slack-manifest.yaml',
  },
  'a file for an archived channel': {
    ...{ verb: 'file', codes: 'is_archived', failure: broken('destination') },
  },
  'a token that is revoked before a file': {
    ...{ verb: 'file', codes: 'token_revoked', failure: broken('platform') },
  },
};

test.each(Object.entries(rows))(
  'slack › %s is understood, in each of its words',
  async (_what, { verb, codes, failure, calls = 1, advice = '' }) => {
    const { verbs, attempt } = await createBench();
    for (const code of codes.split(/\s+/)) {
      const attempted = await attempt(verb, { kind: 'error', code });
      expect([code, attempted.failure, attempted.calls]).toEqual([code, failure, calls]);
      expect(attempted.message).toContain(`"${code}"`);
      expect(attempted.message).toContain(advice);
    }
    // As soon as Slack says so no more, it is done.
    await verbs[verb]();
  },
);

test.each([
  ['already_reacted', 'reactions.add', { add: '👍', remove: null }],
  ['no_reaction', 'reactions.remove', { add: null, remove: '👍' }],
])('slack › a reaction that is answered %s is done', async (code, name, reacting) => {
  const { stand, react } = await createBench();
  stand.faults.inject({ fault: { kind: 'error', code }, when: ({ method }) => method === name });
  await react(reacting);
  expect(stand.calls.at(-1)?.outcome).toBe(code);
});

test.each<[string, Fault, object]>([
  ['HTTP 500', { kind: 'status', status: 500 }, uncertain],
  ['HTTP 502', { kind: 'acceptThenStatus', status: 502 }, uncertain],
  ['HTTP 503', { kind: 'status', status: 503 }, uncertain],
  ['HTTP 408', { kind: 'status', status: 408 }, uncertain],
  ['a reset', { kind: 'reset' }, uncertain],
  ['a page', { kind: 'acceptThenStatus', status: 200 }, uncertain],
  ['HTTP 401', { kind: 'status', status: 401 }, broken('platform')],
  ['HTTP 403', { kind: 'status', status: 403 }, broken('platform')],
  ['HTTP 404', { kind: 'status', status: 404 }, broken('platform')],
])('slack › %s in the place of an answer is understood', async (_what, fault, failure) => {
  const { attempt } = await createBench();
  const attempted = await attempt('post', fault);
  expect([attempted.failure, attempted.calls]).toEqual([failure, 1]);
  expect(attempted.message.length).toBeLessThan(300);
});

test('slack › no answer in time leaves open whether it was shown', async () => {
  const { stand } = await createBench();
  const platform = await connectTo(stand);
  const { id } = await platform.open(place, card, posting('another root'));
  stand.faults.inject({ fault: { kind: 'acceptThenHang' } });
  const part = onlyPart(slack.format(words('words')));
  const attempt = platform.post(place, id, part, posting('s', { signal: AbortSignal.timeout(300) }));
  expect(await failureOf(attempt)).toMatchObject({ kind: 'uncertain' });
});

test('slack › blocks that are refused are said as plain text, once', async () => {
  const { stand, verbs, replies } = await createBench();
  for (const code of ['msg_blocks_too_long', 'invalid_blocks']) {
    stand.faults.inject({ fault: { kind: 'error', code } });
    await verbs.post();
  }
  expect(replies()).toEqual(['words', 'words', 'words']);
});

const network = (code: string) =>
  Object.assign(new Error('request failed', { cause: Object.assign(new Error(code), { code }) }), {
    code: 'slack_webapi_request_error',
  });

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
  'slack › a request that never left (%s) is not uncertain',
  (code) => {
    expect(translate(network(code), 'posting').failure).toEqual(broken('platform'));
  },
);

test('slack › an error says what was being done and what to do now', () => {
  const answer = { code: 'slack_webapi_platform_error', data: { error: 'channel_not_found' } };
  expect(translate(answer, 'posting in Slack channel C042').message).toBe(
    'posting in Slack channel C042: Slack says "channel_not_found". There is no such channel, or the bot is not in it: invite the bot, or correct the channel.',
  );
});

test('slack › a scope that is missing is named', () => {
  const data = { error: 'missing_scope', needed: 'files:write' };
  expect(translate({ code: 'slack_webapi_platform_error', data }, 'sending a file').message).toBe(
    'sending a file: Slack says "missing_scope" (files:write). Install the app again with the scopes of config/slack-manifest.yaml.',
  );
});
