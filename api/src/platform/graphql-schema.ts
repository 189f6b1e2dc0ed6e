import 'reflect-metadata';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage, type NonEmptyArray } from 'type-graphql';
import { dateTimeIso } from './graphql-date.ts';

/** The schema over these resolvers. They are instances: a process may hold several workspaces. */
export function buildGraphqlSchema(resolvers: NonEmptyArray<object>): GraphQLSchema {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  // A field without logic needs no function: the executor then reads the property itself.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;

  return buildSchemaSync({
    resolvers: [...instances.keys()] as NonEmptyArray<Function>,
    container: { get: (resolver) => instances.get(resolver) },
    scalarsMap: [{ type: Date, scalar: dateTimeIso }],
    // Inputs are checked by the commands, which know the settings and answer by field.
    validate: false,
  });
}

/** As it lies in shared-schema/schema.graphql. */
export const printGraphqlSchema = (schema: GraphQLSchema): string =>
  `${printSchema(lexicographicSortSchema(schema))}\n`;
