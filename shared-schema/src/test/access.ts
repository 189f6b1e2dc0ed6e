interface TokenFacts {
  session?: string;
  minutes?: number;
  /** Tells tokens of the same session apart. */
  number?: number;
}

/** Looks like an access token to whoever does not check the signature. */
export function aToken(accountId: string, { session = 's', minutes = 10, number = 1 }: TokenFacts = {}): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: accountId, sid: session, jti: number, iat, exp: iat + minutes * 60 };
  return ['{}', JSON.stringify(claims), 'signature'].map((part) => btoa(part).replaceAll('=', '')).join('.');
}

/** The request that trades one refresh token for the next. */
export const isRefresh = (init: RequestInit | undefined): boolean =>
  typeof init?.body === 'string' && init.body.includes('RefreshSession');
