/** True on a phone that was handed the application, and nothing else. */
export const isHandedOff = (permissions: readonly string[]): boolean =>
  permissions.includes('onboarding.own') &&
  !permissions.includes('accounts.own') &&
  !permissions.includes('imaging.own');

/** What such a phone is for. */
export const isForHandedOff = (path: string): boolean => /^\/(onboarding|help)(\/|$)/.test(path);
