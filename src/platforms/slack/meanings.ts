import type { Failure } from '../platform.ts';

/** What a `no` of Slack's means, and what the operator may do about it. */
export interface Meaning {
  readonly failure: Failure;
  readonly advice: string;
}

export type Meanings = ReadonlyMap<string, Meaning>;

const slowly: Failure = { kind: 'retry', scope: 'destination', retryAfterMs: 60_000 };
const slowlyAll: Failure = { kind: 'retry', scope: 'platform', retryAfterMs: 60_000 };
const tooMany: Failure = { kind: 'retry', scope: 'destination', retryAfterMs: 30_000 };
const uncertain: Failure = { kind: 'uncertain', retryAfterMs: null };
const threadLost: Failure = { kind: 'threadLost' };
const gone: Failure = { kind: 'gone' };
const destinationBroken: Failure = { kind: 'broken', scope: 'destination' };
const platformDown: Failure = { kind: 'broken', scope: 'platform' };
const refused: Failure = { kind: 'refused' };
const fileRefused: Failure = { kind: 'fileRefused' };

const reinstall = 'Install the app again with the scopes of config/slack-manifest.yaml.';

/** Codes by white space. */
const means = (failure: Failure, codes: string, advice = ''): readonly (readonly [string, Meaning])[] =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => [code, { failure, advice }]);

/** Of every method, unless a list below says otherwise: https://docs.slack.dev/reference/methods/chat.postMessage */
export const ofPosts: Meanings = new Map([
  ...means(tooMany, 'ratelimited rate_limited'),
  ...means(uncertain, 'internal_error fatal_error request_timeout'),
  ...means(slowly, 'service_unavailable external_channel_migrating update_failed'),
  ...means(slowlyAll, 'team_added_to_org org_login_required', 'The workspace moves into an organisation.'),
  ...means(
    threadLost,
    `thread_not_found cannot_reply_to_message message_not_found restricted_action_thread_locked thread_locked`,
  ),
  ...means(destinationBroken, 'is_archived is_inactive', 'Unarchive the channel, or choose another one.'),
  ...means(
    destinationBroken,
    'channel_not_found not_in_channel no_permission',
    'There is no such channel, or the bot is not in it: invite the bot, or correct the channel.',
  ),
  ...means(
    destinationBroken,
    `restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel
     restricted_action_non_threadable_channel access_denied ekm_access_denied posting_to_channel_denied
     messages_tab_disabled`,
    'The workspace does not let the bot post there: ask its administrator.',
  ),
  ...means(destinationBroken, 'message_limit_exceeded', "The workspace's plan takes no more messages."),
  ...means(
    platformDown,
    `invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type
     app_access_restricted team_access_not_granted accesslimited two_factor_setup_required`,
    'Correct platforms.slack.botToken: install the app again, and copy its Bot User OAuth Token.',
  ),
  ...means(platformDown, 'missing_scope', reinstall),
  ...means(
    refused,
    `msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format too_many_attachments
     metadata_too_large invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app
     no_text markdown_text_conflict invalid_arguments invalid_arg_name invalid_array_arg
     invalid_charset invalid_form_data invalid_post_type missing_post_type too_many_contact_cards`,
  ),
]);

/** Of posts in the contact's name: a destination that wants them does not stop the others. */
export const ofNamedPosts: Meanings = new Map(
  means(
    destinationBroken,
    'missing_scope',
    `Give the app the scope chat:write.customize, which "identity: contact" needs, and install it again.`,
  ),
);

/**
 * Of the three steps of a file: what is refused here may be said without it.
 * https://docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal
 */
export const ofFiles: Meanings = new Map([
  ...means(
    fileRefused,
    `file_type_not_allowed file_upload_size_restricted file_uploads_disabled storage_limit_reached
     file_uploads_except_images_disabled posting_to_channel_denied snippet_too_large alt_txt_too_large
     missing_argument invalid_arguments`,
  ),
  ...means(fileRefused, 'missing_scope', reinstall),
]);

/** Of chat.update: https://docs.slack.dev/reference/methods/chat.update */
export const ofChanges: Meanings = new Map(
  means(
    gone,
    `message_not_found cant_update_message edit_window_closed block_mismatch streaming_state_conflict
     thread_not_found thread_locked restricted_action_thread_locked is_inactive`,
  ),
);

/**
 * Of taking files and posts away: https://docs.slack.dev/reference/methods/files.delete and chat.delete. What may not be
 * read or deleted is `refused`; what stands in an archived channel is taken away when that is a channel again.
 */
export const ofRemovals: Meanings = new Map([
  ...ofChanges,
  ...means(destinationBroken, 'is_inactive', 'Unarchive the channel.'),
  ...means(refused, 'missing_scope no_permission not_allowed_token_type', reinstall),
  ...means(refused, 'cant_delete_file cant_delete_message compliance_exports_prevent_deletion'),
]);

/** Of reactions.add and .remove: https://docs.slack.dev/reference/methods/reactions.add */
export const ofReactions: Meanings = new Map([
  ...means(gone, 'message_not_found thread_not_found thread_locked restricted_action_thread_locked'),
  ...means(
    refused,
    'invalid_name not_reactable too_many_emoji too_many_reactions bad_timestamp no_item_specified external_channel_cannot_react',
  ),
  ...means(refused, 'missing_scope', reinstall),
]);
