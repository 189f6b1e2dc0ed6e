import { useApolloClient, useMutation } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { newKey } from '@influencegen/shared-schema/client/idempotency-key';
import { useRef, useState } from 'react';
import { inputOf, type Draft, type StudioOffer } from './draft.ts';
import type { Refusal } from './request-refusal.tsx';
import { RequestImagesDocument } from './studio-form.generated';
import { noteRequest } from './use-live-requests.ts';

export type Outcome = { refusal: Refusal } | { error: unknown } | 'asked';

/** Asks for pictures. `sending` is how many asks are on their way: more than one may be. */
export function useAsk(offer: StudioOffer): { ask: (draft: Draft) => Promise<Outcome>; sending: number } {
  const client = useApolloClient();
  const [send] = useMutation(RequestImagesDocument);
  const [sending, setSending] = useState(0);
  // Until the server has answered, the same ask keeps its key: a double click or a retry after a lost answer asks once.
  const unanswered = useRef(new Map<string, string>());

  const ask = async (draft: Draft): Promise<Outcome> => {
    const input = inputOf(draft, offer);
    const same = JSON.stringify(input);
    const idempotencyKey = unanswered.current.get(same) ?? newKey();
    unanswered.current.set(same, idempotencyKey);
    setSending((count) => count + 1);
    try {
      const { data } = await send({ variables: { input: { ...input, idempotencyKey } } });
      unanswered.current.delete(same);
      const answer = data?.requestImages;
      if (!answer) return { error: new Error('The server answered without a result') };
      if (answer.__typename !== 'ImageRequest') return { refusal: answer };
      noteRequest(client, answer);
      return 'asked';
    } catch (error) {
      if (problemOf(error) !== 'UNREACHABLE') unanswered.current.delete(same);
      return { error };
    } finally {
      setSending((count) => count - 1);
    }
  };
  return { ask, sending };
}
