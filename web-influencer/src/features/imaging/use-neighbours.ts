import { useQuery } from '@apollo/client/react';
import { GalleryPageDocument } from './gallery-page.generated';

/** The pictures before and after this one in the gallery, reading on when the end comes near. */
export function useNeighbours(id: string): {
  previous?: string | undefined;
  next?: string | undefined;
  readOn: () => void;
} {
  const { data, fetchMore } = useQuery(GalleryPageDocument);
  const nodes = data?.images.nodes ?? [];
  const here = nodes.findIndex((image) => image.id === id);
  const { hasNextPage = false, endCursor } = data?.images.pageInfo ?? {};
  return {
    previous: here > 0 ? nodes[here - 1]?.id : undefined,
    next: here >= 0 ? nodes[here + 1]?.id : undefined,
    readOn: () => {
      if (hasNextPage && here === nodes.length - 1) void fetchMore({ variables: { after: endCursor } });
    },
  };
}
