/** The ids of the one workspace, app and bot that the stand-in knows. */
export const identity = {
  team: 'T0SANDBOX',
  teamName: 'Sandbox',
  url: 'https://sandbox.slack.com/',
  app: 'A0SANDBOX',
  bot: 'B0SANDBOX',
  user: 'U0SANDBOX',
  userName: 'waconnect-bridge',
} as const;
