import 'reflect-metadata';
import { lexicographicSortSchema, printSchema, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage, type NonEmptyArray, type PubSub } from 'type-graphql';
import { describeConventions } from './graphql-conventions.ts';
import { dateTimeIso } from './graphql-date.ts';

/** The schema over these resolvers. They are instances: a process may hold several workspaces. */
export function buildGraphqlSchema(resolvers: NonEmptyArray<object>): GraphQLSchema {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  // A field without logic needs no function: the executor then reads the property itself.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;

  const schema = buildSchemaSync({
    resolvers: [...instances.keys()] as NonEmptyArray<Function>,
    container: { get: (resolver: Function) => instances.get(resolver) },
    scalarsMap: [{ type: Date, scalar: dateTimeIso }],
    // Inputs are checked by the commands, which know the settings and answer by field.
    validate: false,
    pubSub: noTopics,
  });
  describeConventions(schema);
  instancesOf.set(schema, instances);
  return schema;
}

/** Demanded by type-graphql; our subscriptions bring their own streams. */
const noTopics: PubSub = {
  publish() {
    throw new Error('publish on the event bus instead');
  },
  subscribe() {
    throw new Error('a subscription needs a `subscribe` function');
  },
};

const instancesOf = new WeakMap<GraphQLSchema, ReadonlyMap<Function, object>>();

/** For the `subscribe` function of a subscription, which type-graphql calls without the resolver it belongs to. */
export function resolverOf<Resolver extends object>(
  { schema }: GraphQLResolveInfo,
  type: new (...args: never[]) => Resolver,
): Resolver {
  const found = instancesOf.get(schema)?.get(type);
  if (!(found instanceof type)) throw new Error(`${type.name} is not part of this schema`);
  return found;
}

/** As it lies in shared-schema/schema.graphql. */
export const printGraphqlSchema = (schema: GraphQLSchema): string =>
  `${printSchema(lexicographicSortSchema(schema))}\n`;
