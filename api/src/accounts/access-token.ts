import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { isUuid } from '../platform/uuid.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What an access token says. Who it belongs to and what they may do is read from the database all the same. */
export interface AccessClaims {
  accountId: string;
  sessionId: string;
  expiresAt: Date;
}

export interface AccessTokenSubject {
  accountId: string;
  sessionId: string;
  organisationId: string | null;
  roles: readonly string[];
}

export interface AccessTokensParts {
  keys: Pick<SigningKeys, 'signer' | 'publicKey' | 'onChange'>;
  /** Where people reach the product; stands in every token. */
  issuer: string;
  now: () => Date;
}

const audience = 'influencegen-api';
/** The one way tokens are signed here: Ed25519. */
export const signingAlgorithm = 'EdDSA';
/** RFC 9068: so that no other token of ours is ever taken for one of these. */
const tokenType = 'at+jwt';
const longestToken = 4_000;
const cacheSize = 20_000;

/** Signed access tokens (JWT, RFC 9068). */
export class AccessTokens {
  /** Tokens whose signature was found right. Checking one costs more than everything else about a request. */
  readonly #checked = new Map<string, AccessClaims>();
  readonly #parts: AccessTokensParts;

  constructor(parts: AccessTokensParts) {
    this.#parts = parts;
    parts.keys.onChange(() => this.#checked.clear());
  }

  async sign({ accountId, sessionId, organisationId, roles }: AccessTokenSubject, expiresAt: Date): Promise<string> {
    const { keys, issuer, now } = this.#parts;
    const { id, privateKey } = keys.signer();
    return new SignJWT({ sid: sessionId, org: organisationId, roles })
      .setProtectedHeader({ alg: signingAlgorithm, typ: tokenType, kid: id })
      .setSubject(accountId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setJti(randomUUID())
      .setIssuedAt(now())
      .setExpirationTime(expiresAt)
      .sign(privateKey);
  }

  /** Null for whatever we did not sign, for us, or that has expired. */
  async verify(token: string): Promise<AccessClaims | null> {
    const now = this.#parts.now();
    const known = this.#checked.get(token);
    if (known) return known.expiresAt > now ? known : null;
    if (token.length > longestToken) return null;
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyOf(kid), {
        algorithms: [signingAlgorithm],
        issuer: this.#parts.issuer,
        audience,
        typ: tokenType,
        currentDate: now,
        requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
      });
      const { sub: accountId, sid: sessionId, exp } = payload;
      if (typeof accountId !== 'string' || typeof sessionId !== 'string' || !isUuid(sessionId)) return null;
      const claims = { accountId, sessionId, expiresAt: new Date(exp! * 1000) };
      this.#checked.set(token, claims);
      if (this.#checked.size > cacheSize) this.#checked.delete(this.#checked.keys().next().value!);
      return claims;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof UnknownKey) return null;
      throw error;
    }
  }

  /** Looked up among our own keys and nowhere else, whatever the token says about where to find one. */
  #keyOf(kid: string | undefined) {
    const key = kid === undefined ? null : this.#parts.keys.publicKey(kid);
    if (!key) throw new UnknownKey();
    return key;
  }
}

class UnknownKey extends Error {}
