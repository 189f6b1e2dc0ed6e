import type { MaybeMasked, TypedDocumentNode } from '@apollo/client';
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

/**
 * A subscription without variables that is kept: one that failed is asked for again after a while. Of what happened in between
 * nothing came: pages read again, as after a break of the line.
 */
export function useListening<Data>(
  subscription: TypedDocumentNode<Data, Record<string, never>>,
  { skip = false, onData }: Listening<Data> = {},
): void {
  const connection = useContext(ConnectionContext);
  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { restart } = useSubscription(subscription, {
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
