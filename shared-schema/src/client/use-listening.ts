import type { MaybeMasked, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useSubscription } from '@apollo/client/react';
import { useContext, useEffect, useRef } from 'react';
import { ConnectionContext } from './connection.ts';

const beforeListeningAgain = 5000;
/** A subscription that the server refuses once more has failed by then: nothing is read for it. */
const untilItStands = 1000;

interface Listening<Data> {
  skip?: boolean;
  /** Apollo has stored it already. */
  onData?: ((data: MaybeMasked<Data>) => void) | undefined;
}

/** One that takes no variables is asked for without. */
type Given<Data, Variables> =
  Variables extends Record<string, never>
    ? [given?: Listening<Data>]
    : [given: Listening<Data> & { variables: Variables }];

/**
 * A subscription that is kept: one that failed is asked for again after a while. Of what happened in between nothing came:
 * pages read again, as after a break of the line.
 */
export function useListening<Data, Variables extends OperationVariables>(
  subscription: TypedDocumentNode<Data, Variables>,
  ...[{ skip = false, onData, ...rest } = {}]: Given<Data, Variables>
): void {
  const connection = useContext(ConnectionContext);
  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { restart } = useSubscription<Data>(subscription, {
    ...rest,
    skip,
    ignoreResults: true,
    onData: ({ data }) => {
      if (data.data) onData?.(data.data);
    },
    onError: () => {
      clearTimeout(again.current);
      again.current = setTimeout(() => {
        again.current = setTimeout(() => connection.listensAgain(), untilItStands);
        restart();
      }, beforeListeningAgain);
    },
  });
  useEffect(() => (skip ? undefined : () => clearTimeout(again.current)), [skip]);
}
