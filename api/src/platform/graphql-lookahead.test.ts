import { buildSchema, graphql, type GraphQLResolveInfo } from 'graphql';
import { expect, test } from 'vitest';
import { selectedPaths, selects } from './graphql-lookahead.ts';

const schema = buildSchema(`
  type Query { list: List }
  type List { nodes: [Node!]! }
  union Node = Picture | Text
  type Picture { id: ID, owner: Owner }
  type Text { id: ID, words: Int }
  type Owner { name: String }
`);

async function infoOf(source: string): Promise<GraphQLResolveInfo> {
  const found = Promise.withResolvers<GraphQLResolveInfo>();
  const list = (_args: unknown, _context: unknown, info: GraphQLResolveInfo): null => {
    found.resolve(info);
    return null;
  };
  await graphql({ schema, source, rootValue: { list }, variableValues: { no: false } });
  return found.promise;
}

test('paths through aliases, fragments and conditions are seen', async () => {
  const info = await infoOf(`query ($no: Boolean!) {
      all: list { nodes { ...P ... on Text { words @include(if: $no) } } }
      all: list { nodes { ... on Text { id @skip(if: true) } } }
    }
    fragment P on Picture { by: owner { name } }`);
  expect([...selectedPaths(info)].sort()).toEqual([
    'nodes',
    'nodes.id',
    'nodes.owner',
    'nodes.owner.name',
    'nodes.words',
  ]);
  expect(selects(info, 'nodes.owner.name')).toBe(true);
  expect(selects(info, 'nodes.by')).toBe(false);
});

test('the same document is looked at once', async () => {
  const info = await infoOf('{ list { nodes { __typename } } }');
  expect(selectedPaths(info)).toBe(selectedPaths({ ...info }));
});
