import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { rows, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { expiryOfChallenge, newChallenge, spendChallenge } from './passkey-challenge.ts';
import { Passkey } from './passkey.entity.ts';

export interface PasskeysParts {
  keyring: Keyring;
  /** Where people reach the product: its host is what passkeys are bound to. */
  publicUrl: string;
  /** Origins of our pages. */
  origins: string[];
  now: () => Date;
}

/** A passkey as its authenticator presents it for the first time. */
export type NewPasskey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backedUp'>;

/** When somebody first uses a passkey: it brings 270 modules, for which every start would wait. */
const webauthn = () => import('@simplewebauthn/server');

/** EdDSA, ES256, RS256: what authenticators have. */
const algorithms = [-8, -7, -257];
const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]+$/);
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') };
const assertionShape = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});
const registrationShape = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});

/** The ceremonies of WebAuthn. Every passkey is made to be found without a name and to ask for a finger, a face or a PIN. */
export class Passkeys {
  private readonly relyingParty: string;

  constructor(private readonly parts: PasskeysParts) {
    this.relyingParty = new URL(parts.publicUrl).hostname;
  }

  /** For `navigator.credentials.create`, as JSON. */
  async registrationOptions(
    purpose: string,
    person: { accountId: string; email: string; displayName: string },
    known: readonly Passkey[],
  ): Promise<string> {
    const { generateRegistrationOptions } = await webauthn();
    const options = await generateRegistrationOptions({
      rpName: 'InfluenceGen',
      rpID: this.relyingParty,
      userName: person.email,
      userDisplayName: person.displayName,
      userID: Buffer.from(person.accountId.replaceAll('-', ''), 'hex'),
      challenge: this.#challenge(purpose),
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      supportedAlgorithmIDs: algorithms,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return JSON.stringify(options);
  }

  /** For `navigator.credentials.get`, as JSON. Without `known` the browser offers what it has for us. */
  async authenticationOptions(purpose: string, known: readonly Passkey[] = []): Promise<string> {
    const { generateAuthenticationOptions } = await webauthn();
    const options = await generateAuthenticationOptions({
      rpID: this.relyingParty,
      challenge: this.#challenge(purpose),
      allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      userVerification: 'required',
    });
    return JSON.stringify(options);
  }

  /** Null: not what was asked for. */
  async registered(tx: Transaction, purpose: string, answer: string): Promise<NewPasskey | null> {
    const response = parsed(registrationShape, answer);
    if (!response) return null;
    try {
      const { verifyRegistrationResponse } = await webauthn();
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: { ...response, clientExtensionResults: {} },
        ...this.#expected(),
        supportedAlgorithmIDs: algorithms,
        expectedChallenge: (challenge) => this.#spend(tx, purpose, challenge),
      });
      if (!verified) return null;
      const { credential: made, credentialBackedUp } = registrationInfo;
      return {
        credentialId: made.id,
        publicKey: Buffer.from(made.publicKey),
        counter: String(made.counter),
        transports: made.transports ?? [],
        backedUp: credentialBackedUp,
      };
    } catch (error) {
      return notOurFault(error);
    }
  }

  /** The passkey (of this account, when one is named) that signed; null when none of ours did, or not what was asked for. */
  async signed(tx: Transaction, purpose: string, answer: string, accountId?: string): Promise<Passkey | null> {
    const response = parsed(assertionShape, answer);
    if (!response) return null;
    const passkey = await tx.findOneBy(Passkey, {
      credentialId: response.id,
      ...(accountId !== undefined && { accountId }),
    });
    if (!passkey) return null;
    try {
      const { verifyAuthenticationResponse } = await webauthn();
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: { ...response, clientExtensionResults: {} } as AuthenticationResponseJSON,
        ...this.#expected(),
        expectedChallenge: (challenge) => this.#spend(tx, purpose, challenge),
        credential: {
          id: passkey.credentialId,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: Number(passkey.counter),
        },
      });
      if (!verified) return null;
      // A key that counts and does not count on was copied.
      const used = await rows(
        tx,
        `update passkey set counter = $2, last_used_at = $3, backed_up = $4
         where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning 1`,
        [passkey.id, authenticationInfo.newCounter, this.parts.now(), authenticationInfo.credentialBackedUp],
      );
      return used.length > 0 ? passkey : null;
    } catch (error) {
      return notOurFault(error);
    }
  }

  #challenge(purpose: string): Uint8Array<ArrayBuffer> {
    const { keyring, now } = this.parts;
    return new Uint8Array(Buffer.from(newChallenge(keyring, purpose, now()), 'base64url'));
  }

  #expected() {
    return { expectedOrigin: this.parts.origins, expectedRPID: this.relyingParty, requireUserVerification: true };
  }

  async #spend(tx: Transaction, purpose: string, challenge: string): Promise<boolean> {
    const now = this.parts.now();
    const expiresAt = expiryOfChallenge(this.parts.keyring, purpose, challenge, now);
    return expiresAt !== null && spendChallenge(tx, challenge, expiresAt, now);
  }
}

function parsed<Shape extends z.ZodType>(shape: Shape, json: string): z.infer<Shape> | null {
  try {
    return shape.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** The library throws for everything that is wrong with an answer; what the database says is another matter. */
function notOurFault(error: unknown): null {
  if (error instanceof Error && 'driverError' in error) throw error;
  return null;
}
