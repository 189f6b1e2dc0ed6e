import type { NonEmptyArray } from 'type-graphql';
import { resolverTypes } from './app.ts';
import { buildGraphqlSchema, printGraphqlSchema } from './platform/graphql-schema.ts';

/** Nothing is resolved here, so the resolvers need no services. */
const resolvers = resolverTypes.map((type) => Object.create(type.prototype) as object) as NonEmptyArray<object>;

process.stdout.write(printGraphqlSchema(buildGraphqlSchema(resolvers)));
