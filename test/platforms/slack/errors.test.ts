import { expect, test } from 'vitest';
import { translate } from '../../../src/platforms/slack/errors.ts';
import {
  ofChanges,
  ofFiles,
  ofNamedPosts,
  ofReactions,
  type Meanings,
} from '../../../src/platforms/slack/meanings.ts';

const answer = (code: string) => ({ code: 'slack_webapi_platform_error', data: { error: code } });
const network = (code: string) =>
  Object.assign(new Error('request failed', { cause: Object.assign(new Error(code), { code }) }), {
    code: 'slack_webapi_request_error',
  });

test.each<[string, unknown, object]>([
  [
    '429',
    { code: 'slack_webapi_rate_limited_error', retryAfter: 30 },
    { kind: 'retry', scope: 'destination', retryAfterMs: 30_000 },
  ],
  [
    '429 without a time',
    new Error('Retry header did not contain a valid timeout'),
    { kind: 'retry', retryAfterMs: 5_000 },
  ],
  ['HTTP 502', { code: 'slack_webapi_http_error', statusCode: 502 }, { kind: 'uncertain' }],
  ['a reset', network('ECONNRESET'), { kind: 'uncertain' }],
  ['a refused connection', network('ECONNREFUSED'), { kind: 'broken', scope: 'platform' }],
  ['an unknown name', network('ENOTFOUND'), { kind: 'broken', scope: 'platform' }],
  ['a timeout', new DOMException('timed out', 'TimeoutError'), { kind: 'uncertain' }],
  ['rate_limited in a 200', answer('rate_limited'), { kind: 'retry', retryAfterMs: 30_000 }],
  ['internal_error', answer('internal_error'), { kind: 'uncertain' }],
  ['fatal_error', answer('fatal_error'), { kind: 'uncertain' }],
  ['service_unavailable', answer('service_unavailable'), { kind: 'retry', retryAfterMs: 60_000 }],
  ['thread_not_found', answer('thread_not_found'), { kind: 'threadLost' }],
  ['cannot_reply_to_message', answer('cannot_reply_to_message'), { kind: 'threadLost' }],
  ['is_archived', answer('is_archived'), { kind: 'broken', scope: 'destination' }],
  ['channel_not_found', answer('channel_not_found'), { kind: 'broken', scope: 'destination' }],
  ['not_in_channel', answer('not_in_channel'), { kind: 'broken', scope: 'destination' }],
  ['restricted_action', answer('restricted_action'), { kind: 'broken', scope: 'destination' }],
  ['message_limit_exceeded', answer('message_limit_exceeded'), { kind: 'broken', scope: 'destination' }],
  ['invalid_auth', answer('invalid_auth'), { kind: 'broken', scope: 'platform' }],
  ['token_revoked', answer('token_revoked'), { kind: 'broken', scope: 'platform' }],
  ['missing_scope', answer('missing_scope'), { kind: 'broken', scope: 'platform' }],
  ['msg_too_long', answer('msg_too_long'), { kind: 'refused' }],
  ['invalid_blocks', answer('invalid_blocks'), { kind: 'refused' }],
  ['a file that is not allowed', answer('file_type_not_allowed'), { kind: 'retry' }],
  ['an error nobody knows', answer('novel_error'), { kind: 'retry', scope: 'conversation' }],
])('slack › %s is understood', (_what, error, failure) => {
  expect(translate(error, 'posting').failure).toMatchObject(failure);
});

test('slack › an error says what was being done and what to do now', () => {
  expect(translate(answer('channel_not_found'), 'posting in Slack channel C042').message).toBe(
    'posting in Slack channel C042: Slack says "channel_not_found". There is no such channel, or the bot is not in it: invite the bot, or correct the channel.',
  );
});

test.each<[string, Meanings, string, object]>([
  ['a file that is not allowed', ofFiles, 'file_type_not_allowed', { kind: 'fileRefused' }],
  ['a file that is too large', ofFiles, 'file_upload_size_restricted', { kind: 'fileRefused' }],
  ['a workspace without files', ofFiles, 'file_uploads_disabled', { kind: 'fileRefused' }],
  ['a workspace with images only', ofFiles, 'file_uploads_except_images_disabled', { kind: 'fileRefused' }],
  ['a full workspace', ofFiles, 'storage_limit_reached', { kind: 'fileRefused' }],
  ['no right to send files', ofFiles, 'missing_scope', { kind: 'fileRefused' }],
  [
    'a token that is revoked while sending a file',
    ofFiles,
    'token_revoked',
    { kind: 'broken', scope: 'platform' },
  ],
  ['an archived channel for a file', ofFiles, 'is_archived', { kind: 'broken', scope: 'destination' }],
  ['a post that is no more', ofChanges, 'message_not_found', { kind: 'gone' }],
  ['a post of somebody else', ofChanges, 'cant_update_message', { kind: 'gone' }],
  ['a post that is too old to change', ofChanges, 'edit_window_closed', { kind: 'gone' }],
  ['rich text that must stay', ofChanges, 'block_mismatch', { kind: 'gone' }],
  ['a post in an archived channel', ofChanges, 'is_inactive', { kind: 'gone' }],
  ['changed blocks that are refused', ofChanges, 'invalid_blocks', { kind: 'refused' }],
  ['an emoji that is none', ofReactions, 'invalid_name', { kind: 'refused' }],
  ['too many emoji', ofReactions, 'too_many_emoji', { kind: 'refused' }],
  ['too many reactions', ofReactions, 'too_many_reactions', { kind: 'refused' }],
  ['no right to react', ofReactions, 'missing_scope', { kind: 'refused' }],
  ['a message to react to that is no more', ofReactions, 'message_not_found', { kind: 'gone' }],
  ['no right to post in the name of contacts', ofNamedPosts, 'missing_scope', { scope: 'destination' }],
])('slack › %s is understood for what was being done', (_what, meanings, code, failure) => {
  expect(translate(answer(code), 'trying', meanings).failure).toMatchObject(failure);
});

test('slack › a scope that is missing is named', () => {
  const error = { ...answer('missing_scope'), data: { error: 'missing_scope', needed: 'files:write' } };
  expect(translate(error, 'sending a file', ofFiles).message).toBe(
    'sending a file: Slack says "missing_scope" (files:write). Install the app again with the scopes of config/slack-manifest.yaml.',
  );
});
