import { useApolloClient, useQuery } from '@apollo/client/react';
import { useEffect } from 'react';
import { GalleryPageDocument } from './gallery-page.generated';

/** The pictures before and after this one in the gallery, reading on when the end comes near. */
export function useNeighbours(id: string): { previous: string | undefined; next: string | undefined } {
  const client = useApolloClient();
  const { data } = useQuery(GalleryPageDocument);
  const nodes = data?.images.nodes ?? [];
  const here = nodes.findIndex((image) => image.id === id);
  const { hasNextPage = false, endCursor = null } = data?.images.pageInfo ?? {};
  const readOnAfter = hasNextPage && here === nodes.length - 1 ? endCursor : null;

  useEffect(() => {
    if (readOnAfter === null) return;
    // What fails here ends the walk; the gallery itself shows failures and repeats.
    void client.query({
      query: GalleryPageDocument,
      variables: { after: readOnAfter },
      fetchPolicy: 'network-only',
      errorPolicy: 'ignore',
    });
  }, [client, readOnAfter]);

  return { previous: nodes[here - 1]?.id, next: here < 0 ? undefined : nodes[here + 1]?.id };
}
