import { PlatformError, type Failure } from '../platform.ts';
import { unanswered } from '../unanswered.ts';

/**
 * Slack's errors become ours, once and here. Sources: the error lists of
 * https://docs.slack.dev/reference/methods/chat.postMessage and conversations.replies, and the error classes of
 * @slack/web-api 8. `what` is what was being done, with which of the operator's things.
 */
export const translate = (error: unknown, what: string): PlatformError => {
  if (error instanceof PlatformError) return error;
  // Socket Mode rejects with nothing at all where a connection closes before its hello.
  const { code, data, retryAfter, statusCode } = (error ?? {}) as SlackError;
  switch (code ?? '') {
    case 'slack_webapi_rate_limited_error':
      return limited(what, retryAfter);
    case 'slack_webapi_platform_error':
      return answered(data?.error ?? 'unknown_error', what);
    case 'slack_webapi_http_error':
      return new PlatformError(
        { kind: 'uncertain', retryAfterMs: null },
        `${what}: Slack answered HTTP ${statusCode ?? '?'}.`,
      );
    default:
      // web-api throws a plain Error for a 429 that does not say when to come back.
      if (error instanceof Error && error.message.includes('Retry header')) return limited(what, 5);
      return unanswered(error, what, 'Slack');
  }
};

interface SlackError {
  readonly code?: string;
  readonly data?: { readonly error?: string };
  readonly retryAfter?: number;
  readonly statusCode?: number;
}

const limited = (what: string, retryAfter: number | undefined): PlatformError =>
  new PlatformError(
    {
      kind: 'retry',
      scope: 'destination',
      retryAfterMs: retryAfter === undefined ? null : retryAfter * 1000,
    },
    `${what}: Slack asks to slow down.`,
  );

/** Slack said no, and the table says what that means. A no that is not in it may be temporary: it is tried again. */
const answered = (code: string, what: string): PlatformError => {
  const [failure, advice] = meanings.get(code) ?? [
    { kind: 'retry', scope: 'conversation', retryAfterMs: null },
    '',
  ];
  return new PlatformError(failure, `${what}: Slack says "${code}".${advice === '' ? '' : ` ${advice}`}`);
};

const retry: Failure = { kind: 'retry', scope: 'conversation', retryAfterMs: null };
const slowly: Failure = { kind: 'retry', scope: 'destination', retryAfterMs: 60_000 };
const tooMany: Failure = { kind: 'retry', scope: 'destination', retryAfterMs: 30_000 };
const uncertain: Failure = { kind: 'uncertain', retryAfterMs: null };
const threadLost: Failure = { kind: 'threadLost' };
const destinationBroken: Failure = { kind: 'broken', scope: 'destination' };
const platformDown: Failure = { kind: 'broken', scope: 'platform' };
const refused: Failure = { kind: 'refused' };

const table: readonly (readonly [Failure, string, readonly string[]])[] = [
  [tooMany, '', ['ratelimited', 'rate_limited']],
  [uncertain, '', ['internal_error', 'fatal_error', 'request_timeout']],
  [
    slowly,
    '',
    ['service_unavailable', 'team_added_to_org', 'org_login_required', 'external_channel_migrating'],
  ],
  [retry, '', ['update_failed']],
  [
    threadLost,
    '',
    [
      'thread_not_found',
      'cannot_reply_to_message',
      'message_not_found',
      'restricted_action_thread_locked',
      'thread_locked',
    ],
  ],
  [destinationBroken, 'Unarchive the channel, or choose another one.', ['is_archived', 'is_inactive']],
  [
    destinationBroken,
    'There is no such channel, or the bot is not in it: invite the bot, or correct the channel.',
    ['channel_not_found', 'not_in_channel', 'no_permission'],
  ],
  [
    destinationBroken,
    'The workspace does not let the bot post there: ask its administrator.',
    [
      ...[
        'restricted_action',
        'restricted_action_read_only_channel',
        'restricted_action_thread_only_channel',
      ],
      ...[
        'restricted_action_non_threadable_channel',
        'ekm_access_denied',
        'posting_to_channel_denied',
        'messages_tab_disabled',
      ],
    ],
  ],
  [destinationBroken, "The workspace's plan takes no more messages.", ['message_limit_exceeded']],
  [
    platformDown,
    'Correct platforms.slack.botToken: install the app again, and copy its Bot User OAuth Token.',
    [
      ...[
        'invalid_auth',
        'not_authed',
        'account_inactive',
        'token_revoked',
        'token_expired',
        'not_allowed_token_type',
      ],
      ...['app_access_restricted', 'team_access_not_granted', 'accesslimited', 'two_factor_setup_required'],
    ],
  ],
  [platformDown, 'Install the app again with the scopes of config/slack-manifest.yaml.', ['missing_scope']],
  [
    refused,
    '',
    [
      ...[
        'msg_too_long',
        'msg_blocks_too_long',
        'invalid_blocks',
        'invalid_blocks_format',
        'too_many_attachments',
      ],
      ...[
        'metadata_too_large',
        'invalid_metadata_format',
        'invalid_metadata_schema',
        'metadata_must_be_sent_from_app',
      ],
      ...['no_text', 'markdown_text_conflict', 'invalid_arguments', 'invalid_arg_name', 'invalid_array_arg'],
      ...[
        'invalid_charset',
        'invalid_form_data',
        'invalid_post_type',
        'missing_post_type',
        'too_many_contact_cards',
      ],
    ],
  ],
];

const meanings = new Map(
  table.flatMap(([failure, advice, codes]) =>
    codes.map((code) => [code, [failure, advice] as const] as const),
  ),
);
