import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { createContext, useContext, useEffect, useEffectEvent, useSyncExternalStore } from 'react';

export type ConnectionState = 'online' | 'reconnecting' | 'offline';

/** Whether live updates arrive now. What happened while they did not has to be read again: see `useReconnected`. */
export class Connection {
  #state: ConnectionState = 'online';
  readonly #watchers = new Set<() => void>();
  readonly #reconnected = new Set<() => void>();

  get state(): ConnectionState {
    return this.#state;
  }

  /** For the link only. */
  become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
    if (state === 'online') this.#announce();
  }

  /** For the link only: updates flow from now on. Of what came before, the first page load included, some may be missed. */
  flows(): void {
    if (this.#state === 'online') this.#announce();
    else this.become('online');
  }

  /** For a subscription that failed alone, on a line that stands. Where none does, its return is announced anyway. */
  listensAgain(): void {
    if (this.#state === 'online') this.#announce();
  }

  #announce(): void {
    for (const reconnected of this.#reconnected) reconnected();
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly onReconnected = (listener: () => void): (() => void) => {
    this.#reconnected.add(listener);
    return () => this.#reconnected.delete(listener);
  };
}

export const ConnectionContext = createContext(new Connection());

export function useConnectionState(): ConnectionState {
  const connection = useContext(ConnectionContext);
  return useSyncExternalStore(connection.watch, () => connection.state);
}

/**
 * Calls back when live updates begin to flow, at first and after a break, also of a single subscription, so that a page can
 * re-read what it may have missed.
 */
export function useReconnected(callback: () => void): void {
  const connection = useContext(ConnectionContext);
  const latest = useEffectEvent(callback);
  useEffect(() => connection.onReconnected(() => latest()), [connection]);
}

/**
 * Reads what a page shows again when live updates begin to flow: past the page's own hook, whose failure would take away what
 * is on the screen. It stays then, the connection banner says that it may be old, and the next reading tells.
 */
export function useReadAgain<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): void {
  const client = useApolloClient();
  useReconnected(() => void client.query({ query, variables, fetchPolicy: 'network-only' }).catch(() => undefined));
}
