/** The one guild, its owner, and the one bot that the stand-in knows. */
export const identity = {
  guildId: '900000000000000001',
  ownerId: '900000000000000002',
  botUserId: '900000000000000003',
  applicationId: '900000000000000003',
  botName: 'waconnect-bridge',
} as const;
