import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { readAnew } from '@influencegen/shared-schema/client/read-anew';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { LiveDocumentsDocument, OwnDocumentsDocument, type OwnDocumentsQuery } from './own-documents.generated';

export type OwnDocument = OwnDocumentsQuery['documents'][number];

/** What the viewer handed in, kept in step with what becomes of it. */
export function useOwnDocuments(): OwnDocumentsQuery & { readAgain: () => void } {
  const client = useApolloClient();
  const { data } = useSuspenseQuery(OwnDocumentsDocument);
  const readAgain = (): void => readAnew(client, OwnDocumentsDocument);
  // One that was accepted replaces another, and one that was removed is no longer in the list.
  useListening(LiveDocumentsDocument, { onData: readAgain });
  useReconnected(readAgain);
  return { ...data, readAgain };
}
