import { isReference, type ApolloCache, type FieldFunctionOptions, type Reference } from '@apollo/client';

interface List {
  nodes: readonly Reference[];
  pageInfo: { hasNextPage: boolean };
}

interface OwnedPicture {
  id: string;
  requestId: string;
}

/** Gives something new its place in a list that is on screen. False when it was there or the list is not read yet. */
export function insertNewestFirst(
  cache: ApolloCache,
  list: 'images' | 'imageRequests',
  __typename: 'Image' | 'ImageRequest',
  id: string,
): boolean {
  const added = { __ref: cache.identify({ __typename, id }) ?? '' };
  let inserted = false;
  changeList(cache, list, ({ nodes, pageInfo }, readField) => {
    if (nodes.some((node) => node.__ref === added.__ref)) return nodes;
    const createdAt = (node: Reference): string => readField<string>('createdAt', node) ?? '';
    const older = nodes.findIndex((node) => createdAt(node) < createdAt(added));
    // Older than all that was read so far: it comes with its page.
    if (older < 0 && pageInfo.hasNextPage) return nodes;
    inserted = true;
    return nodes.toSpliced(older < 0 ? nodes.length : older, 0, added);
  });
  return inserted;
}

/** Takes out of the gallery what a request no longer has: deleted in another tab. */
export function dropMissingPictures(cache: ApolloCache, requestId: string, kept: readonly { id: string }[]): void {
  const request = cache.identify({ __typename: 'ImageRequest', id: requestId });
  const keptRefs = new Set(kept.map(({ id }) => cache.identify({ __typename: 'Image', id })));
  changeList(cache, 'images', ({ nodes }, readField) =>
    nodes.filter((node) => readField<Reference>('request', node)?.__ref !== request || keptRefs.has(node.__ref)),
  );
}

export function takeOut(cache: ApolloCache, { id, requestId }: OwnedPicture): void {
  const gone = cache.identify({ __typename: 'Image', id });
  const remaining = (nodes: readonly Reference[]) => nodes.filter((node) => node.__ref !== gone);
  changeList(cache, 'images', ({ nodes }) => remaining(nodes));
  changePicturesOf(cache, requestId, remaining);
}

export function putBack(cache: ApolloCache, { id, requestId }: OwnedPicture): void {
  insertNewestFirst(cache, 'images', 'Image', id);
  const back = { __ref: cache.identify({ __typename: 'Image', id }) ?? '' };
  changePicturesOf(cache, requestId, (nodes) =>
    nodes.some((node) => node.__ref === back.__ref) ? nodes : [...nodes, back],
  );
}

function changeList(
  cache: ApolloCache,
  list: string,
  change: (known: List, readField: FieldFunctionOptions['readField']) => readonly Reference[],
): void {
  cache.modify<Record<string, List>>({
    fields: {
      [list]: (known, { readField }) => (isReference(known) ? known : { ...known, nodes: change(known, readField) }),
    },
  });
}

function changePicturesOf(
  cache: ApolloCache,
  requestId: string,
  change: (nodes: readonly Reference[]) => readonly Reference[],
): void {
  const id = cache.identify({ __typename: 'ImageRequest', id: requestId });
  if (!id) return;
  cache.modify<Record<string, readonly Reference[]>>({
    id,
    fields: { images: (known) => (isReference(known) ? known : change(known)) },
  });
}
