import { readFileSync } from 'node:fs';
import { validateSchema } from 'graphql';
import type { NonEmptyArray } from 'type-graphql';
import { expect, test } from 'vitest';
import { resolverTypes } from './app.ts';
import { buildGraphqlSchema, printGraphqlSchema } from './platform/graphql-schema.ts';

const resolvers = resolverTypes.map((type) => Object.create(type.prototype) as object) as NonEmptyArray<object>;

test('the contract in shared-schema is what the API speaks', () => {
  const schema = buildGraphqlSchema(resolvers);
  expect(validateSchema(schema)).toEqual([]);
  const contract = new URL('../../shared-schema/schema.graphql', import.meta.url);
  expect(printGraphqlSchema(schema)).toBe(readFileSync(contract, 'utf8'));
});

test('every operation says what it does', () => {
  const schema = buildGraphqlSchema(resolvers);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const silent = roots.flatMap((root) =>
    Object.values(root!.getFields()).filter(({ description }) => (description ?? '').trim() === ''),
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('a process may hold several workspaces', () => {
  expect(buildGraphqlSchema(resolvers)).not.toBe(buildGraphqlSchema(resolvers));
});
