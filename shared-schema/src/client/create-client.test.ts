import { gql, ApolloLink } from '@apollo/client';
import { expect, test } from 'vitest';
import { createCache, createClient } from './create-client.ts';

const PAGE = gql`
  query Page($after: String) {
    images(after: $after) {
      nodes {
        id
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`;

const page = (ids: string[], hasNextPage = true) => ({
  images: {
    __typename: 'ImageConnection',
    nodes: ids.map((id) => ({ __typename: 'Image', id })),
    pageInfo: { __typename: 'PageInfo', endCursor: ids.at(-1) ?? null, hasNextPage },
  },
});

interface Seen {
  images: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
}

function afterReading(...pages: [after: string | null, data: ReturnType<typeof page>][]) {
  const cache = createCache();
  for (const [after, data] of pages) cache.writeQuery({ query: PAGE, variables: { after }, data });
  const { images } = cache.readQuery<Seen>({ query: PAGE })!;
  return { ids: images.nodes.map(({ id }) => id), end: images.pageInfo.endCursor, more: images.pageInfo.hasNextPage };
}

test('pages are joined, a repeated item is not', () => {
  expect(afterReading([null, page(['a', 'b'])], ['b', page(['b', 'c'], false)])).toEqual({
    ids: ['a', 'b', 'c'],
    end: 'c',
    more: false,
  });
});

test('a first page read again keeps what was scrolled through and loses what is gone', () => {
  expect(afterReading([null, page(['a', 'b'])], ['b', page(['c', 'd'])], [null, page(['new', 'b'])])).toEqual({
    ids: ['new', 'b', 'c', 'd'],
    end: 'd',
    more: true,
  });
});

test('a first page with nothing in common starts the list anew', () => {
  expect(afterReading([null, page(['a', 'b'])], ['b', page(['c'])], [null, page(['x', 'y'])]).ids).toEqual(['x', 'y']);
});

test('a first page that is the whole list leaves nothing behind it', () => {
  expect(afterReading([null, page(['a', 'b'])], ['b', page(['c'])], [null, page(['b'], false)]).ids).toEqual(['b']);
});

test('a picture seen in a list opens without asking again', async () => {
  const client = createClient(ApolloLink.empty());
  client.writeQuery({ query: PAGE, data: page(['a']) });
  const ONE = gql`
    query One {
      image(id: "a") {
        id
      }
    }
  `;
  const { data } = await client.query<{ image: { id: string } }>({ query: ONE });
  expect(data?.image.id).toBe('a');
});
