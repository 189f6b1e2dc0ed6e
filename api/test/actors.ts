import { randomUUID } from 'node:crypto';
import type { SessionTokens } from '../src/accounts/session.service.ts';
import { systemActor } from '../src/platform/actor.ts';
import type { FieldProblem } from '../src/platform/errors.ts';
import { newTraceparent } from '../src/platform/traceparent.ts';

/** The product itself at work: who changes settings and does what is due where a test says so. */
export const operator = systemActor({ requestId: 'test', traceparent: newTraceparent() });

export interface TestAccount {
  id: string;
  email: string;
  displayName: string;
  password: string;
}

export interface Answer<Data> {
  /** Empty when the whole operation failed. */
  data: Data;
  /** Empty when nothing went wrong. */
  errors: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; fields?: FieldProblem[] };
  }[];
}

const renew = `mutation ($refreshToken: String!, $retryKey: String!) {
  refreshSession(refreshToken: $refreshToken, retryKey: $retryKey) { accessToken refreshToken }
}`;

type Tokens = Pick<SessionTokens, 'accessToken' | 'refreshToken'>;

/** A program that talks GraphQL over HTTP, as somebody. Renews its token when that has expired. */
export class Caller {
  #session: Promise<Tokens> | undefined;

  constructor(
    private readonly url: string,
    /** Signs in without a password. Null: nobody. */
    private readonly begin: (() => Promise<Tokens>) | null,
  ) {}

  /** Of this caller's session, which is fully signed in and freshly verified. */
  tokens(): Promise<Tokens> {
    if (!this.begin) throw new Error('nobody has no tokens');
    return (this.#session ??= this.begin());
  }

  async token(): Promise<string> {
    return (await this.tokens()).accessToken;
  }

  async run<Data extends object = Record<string, unknown>>(
    query: string,
    variables: object = {},
  ): Promise<Answer<Data>> {
    if (!this.begin) return (await this.#post<Data>(query, variables)).answer;
    const { status, answer } = await this.#post<Data>(query, variables, await this.token());
    if (status !== 401 || !(await this.#renew())) return answer;
    return (await this.#post<Data>(query, variables, await this.token())).answer;
  }

  async #renew(): Promise<boolean> {
    const { refreshToken } = await this.tokens();
    const { answer } = await this.#post<{ refreshSession: Tokens }>(renew, { refreshToken, retryKey: randomUUID() });
    if (answer.errors.length > 0) return false;
    this.#session = Promise.resolve(answer.data.refreshSession);
    return true;
  }

  async #post<Data extends object>(
    query: string,
    variables: object,
    token?: string,
  ): Promise<{ status: number; answer: Answer<Data> }> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      ...contentOf(query, variables, token),
    });
    const { data, errors = [] } = (await response.json()) as Partial<Answer<Data>>;
    return { status: response.status, answer: { data: data ?? ({} as Data), errors } };
  }
}

/** As JSON; with a file among the variables, as in the GraphQL multipart request specification. */
function contentOf(query: string, variables: object, token: string | undefined): RequestInit {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const [name, file] = Object.entries(variables).find(([, value]) => value instanceof File) ?? [];
  if (name === undefined)
    return {
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    };
  const body = new FormData();
  body.set('operations', JSON.stringify({ query, variables: { ...variables, [name]: null } }));
  body.set('map', JSON.stringify({ 0: [`variables.${name}`] }));
  body.set('0', file as File);
  return { headers, body };
}
