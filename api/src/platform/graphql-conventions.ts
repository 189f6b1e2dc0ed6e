import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** What a name means wherever it stands. A description beside the thing itself comes before these. */
const fields: Record<string, string> = {
  id: 'Opaque; never changes and is never given to anything else.',
  createdAt: 'When it came to be.',
  message: 'What happened in one English sentence; programs go by the type, and apps have words of their own.',
  nodes: 'What is on this page, in the order that was asked for.',
  pageInfo: 'Whether there is more, and how to ask for it.',
  viewerMoves: 'What the viewer may do with it now, by permission and by status. Buttons follow from these.',
};

const args: Record<string, string> = {
  first: 'How many at most: 1 to 100.',
  after: '`endCursor` of the page before. Null: from the beginning.',
  filter: 'Null: everything that the viewer may see.',
  order: 'With what the list begins.',
  input: 'What is to be done; problems are answered by field.',
};

const values: Record<string, string> = {
  NEWEST: 'The latest first.',
  OLDEST: 'The earliest first.',
};

const types: [pattern: RegExp, description: string][] = [
  [/^Query$/, 'What can be read.'],
  [/^Mutation$/, 'What can be done. Each is done as a whole or not at all.'],
  [/^Subscription$/, 'What is told as it happens, by WebSocket.'],
  [/Connection$/, 'A page of a list.'],
];

/** Says of everything public that follows a convention what it means, so that no room has to say it again. */
export function describeConventions(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    type.description ||= types.find(([pattern]) => pattern.test(type.name))?.[1] ?? ofUnion(type);
    if (isEnumType(type)) for (const value of type.getValues()) value.description ||= values[value.name];
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) field.description ||= fields[field.name];
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        field.description ||= fields[field.name];
        for (const arg of field.args) arg.description ||= args[arg.name];
      }
  }
}

const ofUnion = (type: GraphQLNamedType): string | undefined =>
  isUnionType(type) ? 'What was asked for, or why it was not done.' : undefined;
