import type { MaybeMasked, TypedDocumentNode } from '@apollo/client';
import { useSubscription } from '@apollo/client/react';
import { useEffect, useRef } from 'react';

const beforeListeningAgain = 5000;

interface Listening<Data> {
  skip?: boolean;
  /** Apollo has stored it already. */
  onData?: ((data: MaybeMasked<Data>) => void) | undefined;
}

/** A subscription without variables that is kept: one that failed is asked for again after a while. */
export function useListening<Data>(
  subscription: TypedDocumentNode<Data, Record<string, never>>,
  { skip = false, onData }: Listening<Data>,
): void {
  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { restart } = useSubscription(subscription, {
    skip,
    ignoreResults: true,
    onData: ({ data }) => {
      if (data.data) onData?.(data.data);
    },
    onError: () => {
      again.current = setTimeout(restart, beforeListeningAgain);
    },
  });
  useEffect(() => () => clearTimeout(again.current), []);
}
