import { ApolloLink, Observable } from '@apollo/client';
import { from, type Subscriber } from 'rxjs';
import type { ApiErrorCode, FieldProblem } from '../client/errors.ts';

type Variables = Record<string, unknown>;
type Answer = (variables: Variables) => object | Promise<object>;

/** Thrown by an answer: what the API says when it refuses. */
export class Refusal extends Error {
  readonly extensions: object;
  /** What comes beside it: a field that may be null is, where it was refused. */
  readonly data: object | undefined;

  constructor(
    code: ApiErrorCode,
    fields?: FieldProblem[],
    { data, ...more }: { stepUp?: true; retryAfter?: number; data?: object } = {},
  ) {
    super(code);
    this.data = data;
    this.extensions = { code, ...(fields && { fields }), ...more };
  }
}

/** Stands where the network is. An operation without an answer fails the test by name. */
export class FakeApi {
  readonly asked: { operation: string; variables: Variables }[] = [];
  #reachable = true;
  readonly #answers: Record<string, Answer>;
  readonly #listeners = new Map<string, Set<Subscriber<ApolloLink.Result>>>();

  constructor(answers: Record<string, Answer>) {
    this.#answers = answers;
  }

  readonly link = new ApolloLink(({ operationName = '', operationType, variables }) => {
    if (operationType === 'subscription') {
      return new Observable<ApolloLink.Result>((client) => this.#listen(operationName, client));
    }
    this.asked.push({ operation: operationName, variables });
    return from(this.#answer(operationName, variables));
  });

  #listen(operation: string, client: Subscriber<ApolloLink.Result>): () => void {
    const listeners = this.#listeners.get(operation) ?? new Set();
    this.#listeners.set(operation, listeners.add(client));
    return () => listeners.delete(client);
  }

  async #answer(operation: string, variables: Variables): Promise<ApolloLink.Result> {
    if (!this.#reachable) throw new TypeError('Failed to fetch');
    const answer = this.#answers[operation];
    if (!answer) throw new Error(`The test has no answer for ${operation}`);
    try {
      return { data: { ...(await answer(variables)) } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const errors = [{ message: error.message, extensions: { ...error.extensions } }];
      return { ...(error.data && { data: { ...error.data } }), errors };
    }
  }

  #listenersOf(subscription: string): Subscriber<ApolloLink.Result>[] {
    const listeners = [...(this.#listeners.get(subscription) ?? [])];
    if (listeners.length === 0) throw new Error(`Nobody listens to ${subscription}`);
    return listeners;
  }

  /** What the server would send to everybody who listens. */
  send(subscription: string, data: object): void {
    for (const listener of this.#listenersOf(subscription)) listener.next({ data: { ...data } });
  }

  /** The server could not go on with it: nobody listens any more. */
  breakOff(subscription: string): void {
    for (const listener of this.#listenersOf(subscription)) {
      listener.next({ errors: [{ message: 'Broken off' }] });
      listener.complete();
    }
  }

  answer(operation: string, answer: Answer): void {
    this.#answers[operation] = answer;
  }

  answerOf(operation: string): Answer {
    const answer = this.#answers[operation];
    if (!answer) throw new Error(`There is no answer for ${operation}`);
    return answer;
  }

  reachable(is: boolean): void {
    this.#reachable = is;
  }

  variablesOf(operation: string): Variables[] {
    return this.asked.filter((call) => call.operation === operation).map(({ variables }) => variables);
  }
}
