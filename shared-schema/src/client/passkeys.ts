/** Some browsers, and pages that are not reached by https or on this very machine, have none. */
export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function';

/** Asks for a finger, a face or a PIN. `options` and answer are the JSON that the API gives and takes. */
export async function answerWithPasskey(options: string): Promise<string> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return JSON.stringify(await startAuthentication({ optionsJSON: JSON.parse(options) as never }));
}

export async function createPasskey(options: string): Promise<string> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(options) as never }));
}

export type PasskeyProblem = 'cancelled' | 'known' | 'failed';

/** Why a browser made or used none. Null: it is not the browser that refused. */
export function passkeyProblem(error: unknown): PasskeyProblem | null {
  if (!(error instanceof Error)) return null;
  // Browsers say the same for "cancelled", "took too long" and "there is none".
  if (['NotAllowedError', 'AbortError'].includes(error.name)) return 'cancelled';
  if (error.name === 'InvalidStateError') return 'known';
  return ['SecurityError', 'NotSupportedError', 'ConstraintError', 'UnknownError', 'WebAuthnError'].includes(error.name)
    ? 'failed'
    : null;
}
