import type { FieldProblem } from '../src/platform/errors.ts';

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

/** A program that talks GraphQL over HTTP, as somebody. */
export class Caller {
  #token: Promise<string> | undefined;

  constructor(
    private readonly url: string,
    /** Signs in without a password. Null: nobody. */
    private readonly begin: (() => Promise<string>) | null,
  ) {}

  /** The bearer token of this caller's session, fully signed in and freshly verified. */
  token(): Promise<string> {
    if (!this.begin) throw new Error('nobody has no token');
    return (this.#token ??= this.begin());
  }

  async run<Data extends object = Record<string, unknown>>(
    query: string,
    variables: object = {},
  ): Promise<Answer<Data>> {
    return this.#post<Data>(query, variables, this.begin ? await this.token() : undefined);
  }

  async #post<Data extends object>(query: string, variables: object, token?: string): Promise<Answer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = (await response.json()) as Partial<Answer<Data>>;
    return { data: data ?? ({} as Data), errors };
  }
}
