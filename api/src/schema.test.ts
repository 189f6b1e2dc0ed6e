import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  validateSchema,
  type GraphQLArgument,
  type GraphQLNamedType,
} from 'graphql';
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

const fieldsOf = (type: GraphQLNamedType) =>
  isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : [];

test('everything public says what it means', () => {
  const silent = Object.values(buildGraphqlSchema(resolvers).getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) => [
      { name: type.name, described: type },
      ...(isEnumType(type) ? type.getValues() : []).map((value) => ({
        name: `${type.name}.${value.name}`,
        described: value,
      })),
      ...fieldsOf(type).flatMap((field) => [
        { name: `${type.name}.${field.name}`, described: field },
        ...('args' in field ? field.args : []).map((arg: GraphQLArgument) => ({
          name: `${type.name}.${field.name}(${arg.name})`,
          described: arg,
        })),
      ]),
    ])
    .filter(({ described }) => (described.description ?? '').trim() === '');
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('a process may hold several workspaces', () => {
  expect(buildGraphqlSchema(resolvers)).not.toBe(buildGraphqlSchema(resolvers));
});
