import { ApolloLink, Observable } from '@apollo/client';
import { OperationTypeNode } from 'graphql';
import type { ApiErrorCode } from '@influencegen/shared-schema/client/errors';
import type { Subscriber } from 'rxjs';

type Variables = Record<string, unknown>;
type Answer = (variables: Variables) => object;

/** Thrown by an answer: what the API says when it refuses. */
export class Refusal extends Error {
  readonly code: ApiErrorCode;
  constructor(code: ApiErrorCode) {
    super(code);
    this.code = code;
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

  readonly link = new ApolloLink(
    ({ operationName = '', operationType, variables }) =>
      new Observable<ApolloLink.Result>((client) => {
        if (operationType === OperationTypeNode.SUBSCRIPTION) return this.#listen(operationName, client);
        this.asked.push({ operation: operationName, variables });
        queueMicrotask(() => this.#answer(operationName, variables, client));
        return undefined;
      }),
  );

  #listen(operation: string, client: Subscriber<ApolloLink.Result>): () => void {
    const listeners = this.#listeners.get(operation) ?? new Set();
    this.#listeners.set(operation, listeners.add(client));
    return () => listeners.delete(client);
  }

  #answer(operation: string, variables: Variables, client: Subscriber<ApolloLink.Result>): void {
    const answer = this.#answers[operation];
    if (!this.#reachable) return client.error(new TypeError('Failed to fetch'));
    if (!answer) return client.error(new Error(`The test has no answer for ${operation}`));
    try {
      client.next({ data: { ...answer(variables) } });
    } catch (error) {
      if (!(error instanceof Refusal)) return client.error(error);
      client.next({ errors: [{ message: error.code, extensions: { code: error.code } }] });
    }
    client.complete();
    return undefined;
  }

  /** What the server would send to everybody who listens. */
  send(subscription: string, data: object): void {
    const listeners = this.#listeners.get(subscription);
    if (!listeners?.size) throw new Error(`Nobody listens to ${subscription}`);
    for (const listener of listeners) listener.next({ data: { ...data } });
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
