import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNullableType,
  isObjectType,
  validateSchema,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
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

/** Everything that a program can name, and what is said about it. */
function* describedIn(schema: GraphQLSchema): Generator<[name: string, description: string | null | undefined]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    yield [type.name, type.description];
    if (isEnumType(type))
      for (const { name, description } of type.getValues()) yield [`${type.name}.${name}`, description];
    if (isInputObjectType(type))
      for (const { name, description } of Object.values(type.getFields())) yield [`${type.name}.${name}`, description];
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description];
        for (const { name, description } of field.args) yield [`${type.name}.${field.name}(${name})`, description];
      }
  }
}

test('everything public says what it means', () => {
  const silent = [...describedIn(buildGraphqlSchema(resolvers))].filter(([, words]) => (words ?? '').trim() === '');
  expect(silent.map(([name]) => name)).toEqual([]);
});

test('what may be null in an answer says what null means', () => {
  const silent = Object.values(buildGraphqlSchema(resolvers).getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => isNullableType(field.type) && !/\bnull\b/i.test(field.description ?? ''))
        .map((field) => `${type.name}.${field.name}`),
    );
  expect(silent).toEqual([]);
});

const tellsOfNull = (words: string | null | undefined): boolean =>
  /\bnull\b|\babsent\b|\bleft out\b/i.test(words ?? '');

/** Without those that have a value of their own then. */
const mayBeLeftOut = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean =>
  isNullableType(type) && defaultValue === undefined;

test('what may be left out of an input says what that means, by itself or for the whole input', () => {
  const silent = Object.values(buildGraphqlSchema(resolvers).getTypeMap())
    .filter((type) => isInputObjectType(type))
    .filter((type) => !tellsOfNull(type.description))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => mayBeLeftOut(field) && !tellsOfNull(field.description))
        .map((field) => `${type.name}.${field.name}`),
    );
  expect(silent).toEqual([]);
});

test('what an operation may be asked without says what that means', () => {
  const schema = buildGraphqlSchema(resolvers);
  const silent = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    .flatMap((type) => Object.values(type?.getFields() ?? {}))
    .flatMap((field) =>
      field.args
        .filter((argument) => mayBeLeftOut(argument) && !tellsOfNull(argument.description))
        .map((argument) => `${field.name}(${argument.name})`),
    );
  expect(silent).toEqual([]);
});

test('what was seen, and is sent back so that nobody overwrites what they did not see, is called `revision`', () => {
  const others = [...describedIn(buildGraphqlSchema(resolvers))].filter(
    ([name, words]) =>
      (/\bbasedOn\b/.test(name) || /\bthat was seen\b|\bsent back when\b/i.test(words ?? '')) &&
      !/\brevision\b/.test(name),
  );
  expect(others.map(([name]) => name)).toEqual([]);
});

test('a process may hold several workspaces', () => {
  expect(buildGraphqlSchema(resolvers)).not.toBe(buildGraphqlSchema(resolvers));
});
