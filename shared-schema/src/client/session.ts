/** What the API gave for the next minutes. Kept in memory only, where it dies with the page. */
interface Access {
  token: string;
  /** Whose it is, as the token says. */
  accountId: string;
  sessionId: string;
  /** By this machine's clock, in milliseconds. */
  endsAt: number;
  /** When to ask for the next one. */
  renewAt: number;
}

export interface SessionOptions {
  app: 'influencer' | 'admin';
  /** Of GraphQL. */
  uri: string;
  /** The session is over: signed out in another tab, ended by the person elsewhere or by staff, or expired. */
  onSignedOut: () => void;
  /** Somebody else has signed in with this browser: nothing of what is on the screen is theirs. */
  onOtherPerson: () => void;
}

type Message = { kind: 'renewed'; access: Access } | { kind: 'ended'; sessionId: string };
type Renewal =
  | { data: { refreshSession: { accessToken: string } } }
  | { errors: { message: string; extensions?: { code?: string } }[] };

/** Other tabs wait meanwhile. */
const longestTrade = 15_000;
const refreshSession = 'mutation RefreshSession($key: String!) { refreshSession(retryKey: $key) { accessToken } }';

/** The API did not say whether there is a session: it is too busy, or broken. */
class NotRenewed extends Error {
  readonly errors: object[];

  constructor(errors: object[]) {
    super('The session could not be renewed');
    this.errors = errors;
  }
}

/**
 * Who is signed in in this browser, as far as this app knows. Access tokens live for minutes; the refresh token stands in a
 * cookie that no script reads, works once, and is traded for the next one. Tabs share what one of them was given, and trade
 * one after the other, because a token that is shown twice ends the session.
 */
export class Session {
  #access: Access | null = null;
  /** False until the cookie has been tried: whether somebody is signed in is not known yet. */
  #known = false;
  #signedOutHere = false;
  #renewing: Promise<Access | null> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #options: SessionOptions;
  readonly #name: string;
  readonly #tabs: BroadcastChannel;
  readonly #renewed = new Set<(token: string) => void>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#name = `influencegen-${options.app}`;
    this.#tabs = new BroadcastChannel(this.#name);
    this.#tabs.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'renewed') this.#take(data.access);
      else if (this.#access?.sessionId === data.sessionId) this.#lose();
    });
  }

  /** Calls back with every token that replaces another. */
  onRenewed(listener: (token: string) => void): void {
    this.#renewed.add(listener);
  }

  /** To be sent with a request; null when nobody is signed in. Rejects when the API cannot be asked. */
  async token(): Promise<string | null> {
    const access = this.#access;
    if (access && Date.now() < access.endsAt) return access.token;
    if (!access && this.#known) return null;
    return (await this.#renew(access?.token))?.token ?? null;
  }

  /** The account of the last token; null when nobody is signed in. */
  owner(): string | null {
    return this.#access?.accountId ?? null;
  }

  /** The API says that this token is no good any more. */
  distrust(token: string): void {
    if (this.#access?.token === token) this.#access = { ...this.#access, endsAt: 0 };
  }

  /** The API says that the session of our token has ended. */
  ended(token: string): void {
    if (!this.#access) return;
    // Another tab has begun a new one.
    if (this.#access.sessionId !== accessOf(token).sessionId) this.#options.onOtherPerson();
    else this.#lose();
  }

  /** Nobody is signed in because this person wanted it so, in this tab. */
  signedOutHere(): boolean {
    return this.#signedOutHere;
  }

  /** `fetch` as whoever is signed in. A token that the API does not take is renewed, and the request is sent again. */
  readonly fetch: typeof fetch = async (input, init) => {
    try {
      const token = await this.token();
      const response = await fetch(input, withToken(init, token));
      if (response.status !== 401 || token === null) return response;
      this.distrust(token);
      const renewed = await this.token();
      if (renewed !== null) return await fetch(input, withToken(init, renewed));
      // Read as any refusal of GraphQL is.
      return new Response(await response.text(), { headers: { 'content-type': 'application/json' } });
    } catch (error) {
      if (error instanceof NotRenewed) return Response.json({ errors: error.errors });
      throw error;
    }
  };

  /** Looks at every answer of the API: signing in and out happen in whatever operation brings them. */
  notice(data: Record<string, unknown> | null | undefined): void {
    for (const [field, value] of Object.entries(data ?? {})) {
      if (isSignIn(value)) this.#begin(value.accessToken);
      if ((field === 'signOut' || field === 'signOutEverywhere') && value !== null) {
        const sessionId = this.#access?.sessionId;
        this.#forget();
        this.#signedOutHere = true;
        if (sessionId !== undefined) this.#tell({ kind: 'ended', sessionId });
      }
    }
  }

  #begin(token: string): Access {
    const access = accessOf(token);
    this.#keep(access);
    this.#tell({ kind: 'renewed', access });
    return access;
  }

  /** From another tab. */
  #take(access: Access): void {
    if (this.#access && this.#access.accountId !== access.accountId) this.#options.onOtherPerson();
    else this.#keep(access);
  }

  #keep(access: Access): void {
    this.#known = true;
    this.#signedOutHere = false;
    this.#access = access;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#renewInTime(), Math.max(0, access.renewAt - Date.now()));
    for (const listener of this.#renewed) listener(access.token);
  }

  #renewInTime(): void {
    const stale = this.#access?.token;
    // What goes wrong shows when somebody needs the token.
    if (stale !== undefined) this.#renew(stale).then((access) => access ?? this.#options.onSignedOut(), ignore);
  }

  #forget(): void {
    this.#known = true;
    this.#access = null;
    clearTimeout(this.#timer);
  }

  #lose(): void {
    this.#forget();
    this.#options.onSignedOut();
  }

  #tell(message: Message): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    this.#tabs.postMessage(message);
  }

  /** Null: nobody is signed in. One at a time, in this tab and among all of them. */
  #renew(stale: string | undefined): Promise<Access | null> {
    this.#renewing ??= this.#alone(() => this.#trade(stale)).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  /** Browsers lock between tabs on https and on this machine only. Elsewhere the common key below keeps tabs from harm. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    return 'locks' in navigator ? navigator.locks.request(`${this.#name}-refresh`, work) : work();
  }

  async #trade(stale: string | undefined): Promise<Access | null> {
    const known = this.#access;
    // Another tab was first, while this one waited for its turn.
    if (known && known.token !== stale && Date.now() < known.endsAt) return known;
    const response = await fetch(this.#options.uri, {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json', 'x-influencegen-app': this.#options.app },
      body: JSON.stringify({ query: refreshSession, variables: { key: this.#retryKey() } }),
      signal: AbortSignal.timeout(longestTrade),
    });
    if (response.status >= 500) throw new TypeError('The API is not there');
    const renewal = (await response.json()) as Renewal;
    if ('data' in renewal && renewal.data?.refreshSession) {
      this.#dropRetryKey();
      const before = this.#access?.accountId;
      const access = this.#begin(renewal.data.refreshSession.accessToken);
      if (before !== undefined && before !== access.accountId) this.#options.onOtherPerson();
      return access;
    }
    const errors = 'errors' in renewal ? renewal.errors : [];
    if (!errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) throw new NotRenewed(errors);
    this.#dropRetryKey();
    this.#forget();
    return null;
  }

  /**
   * The same until an answer has come, also after the page was loaded anew or in another tab: a token whose successor got
   * lost on the way is shown again, and only together with this key is that not taken for theft.
   */
  #retryKey(): string {
    const name = `${this.#name}-retry`;
    const fresh = [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(16)).join('-');
    try {
      const known = localStorage.getItem(name);
      if (known === null) localStorage.setItem(name, fresh);
      return known ?? fresh;
    } catch {
      return fresh;
    }
  }

  #dropRetryKey(): void {
    try {
      localStorage.removeItem(`${this.#name}-retry`);
    } catch {
      // Storage is closed to this page, and nothing was kept.
    }
  }
}

const ignore = (): void => undefined;

const isSignIn = (value: unknown): value is { accessToken: string } =>
  typeof value === 'object' &&
  value !== null &&
  '__typename' in value &&
  value.__typename === 'SignIn' &&
  'accessToken' in value &&
  typeof value.accessToken === 'string';

function withToken(init: RequestInit | undefined, token: string | null): RequestInit {
  if (token === null) return init ?? {};
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}

/** How long it lives is what the token says; when that begins is for the clock of this machine, which may be wrong. */
function accessOf(token: string): Access {
  const claims = JSON.parse(atob(token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'))) as {
    sub: string;
    sid: string;
    iat: number;
    exp: number;
  };
  const life = (claims.exp - claims.iat) * 1000;
  const now = Date.now();
  const early = Math.min(60_000, life / 4);
  return {
    token,
    accountId: claims.sub,
    sessionId: claims.sid,
    endsAt: now + life - early / 2,
    renewAt: now + life - early,
  };
}
