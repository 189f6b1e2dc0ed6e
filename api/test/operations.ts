import {
  astFromValue,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  print,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

export const unknownId = '00000000-0000-4000-8000-000000000000';
const texts = [
  unknownId,
  'not an id',
  '',
  ' \t\u00a0\u2003',
  `'; drop table account; -- " \\ % _ $1`,
  '<script>alert(1)</script>',
  '👩‍👩‍👧‍👦\u202e\uffff\ufffe\u001b[31m',
  '__proto__',
  '1e309',
  Buffer.from(`2026-01-01T00:00:00.000Z ${unknownId}`).toString('base64url'),
  Buffer.from(`0000-99-99T99:99:99.999Z ${unknownId}`).toString('base64url'),
  Buffer.from('{}').toString('base64url'),
  'x'.repeat(100_000),
  'null\0character',
  'half a pair \ud800',
];
const values: Record<string, unknown[]> = {
  ID: [...texts, 7],
  String: texts,
  Int: [1, 0, -1, 2 ** 31 - 1, -(2 ** 31), 1e300],
  Float: [1, 0, -1, -0, 1e308, -1e308, 5e-324],
  Boolean: [true, false],
  Upload: [new File(['no picture'], 'scan.jpg'), new File([''], ''), ...texts, 7],
  DateTimeISO: [
    '2026-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999+14:00',
    'now',
  ],
};

/** Values for a type: a sane one first, then strange ones. Of an object, one field is strange at a time. */
function valuesOf(type: GraphQLInputType): unknown[] {
  const bare = getNullableType(type);
  const nothing = isNonNullType(type) ? [] : [null];
  if (isListType(bare)) {
    const items = valuesOf(bare.ofType);
    return [[items[0]], [], Array.from({ length: 200 }, () => items[0]), ...items.map((item) => [item]), ...nothing];
  }
  if (isEnumType(bare)) return [...bare.getValues().map(({ name }) => name), ...nothing];
  if (!isInputObjectType(bare)) return [...values[bare.toString()]!, ...nothing];
  const fields = Object.values(bare.getFields());
  const sane = Object.fromEntries(
    fields.filter((field) => isNonNullType(field.type)).map((field) => [field.name, valuesOf(field.type)[0]]),
  );
  return [
    sane,
    ...fields.flatMap((field) => valuesOf(field.type).map((value) => ({ ...sane, [field.name]: value }))),
    ...nothing,
  ];
}

/** What a field needs to be asked for, made up. */
function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
  const passed = args
    .filter(isRequiredArgument)
    .map(({ name, type }) => `${name}: ${print(astFromValue(valuesOf(type)[0], type)!)}`);
  return passed.length === 0 ? '' : `(${passed.join(', ')})`;
}

/** Every field, a few levels deep. */
export function selectionOf(type: GraphQLOutputType, depth = 3): string {
  const named = getNamedType(type);
  if (isUnionType(named))
    return `{ __typename ${named
      .getTypes()
      .map((member) => `... on ${member.name} ${selectionOf(member, 0)}`)
      .join(' ')} }`;
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter((field) => depth > 0 || isLeafType(getNamedType(field.type)));
  return `{ __typename ${fields
    .map((field) => `${field.name}${argumentsOf(field)} ${selectionOf(field.type, depth - 1)}`)
    .join(' ')} }`;
}

/** Every place of the arguments in which an id can stand, as variables in which the id stands there. */
export function placesOfIds(field: GraphQLField<unknown, unknown>): ((id: string) => Record<string, unknown>)[] {
  const sane = variablesFor(field)[0]!;
  const within = (type: GraphQLInputType, before: unknown): ((id: string) => unknown)[] => {
    const bare = getNullableType(type);
    if (isListType(bare)) return within(bare.ofType, (before as unknown[] | null)?.[0]).map((put) => (id) => [put(id)]);
    if (isInputObjectType(bare)) {
      const known = (before ?? valuesOf(bare)[0]) as object;
      return Object.values(bare.getFields()).flatMap(({ name, type: inner }) =>
        within(inner, Reflect.get(known, name)).map((put) => (id: string) => ({ ...known, [name]: put(id) })),
      );
    }
    return bare.toString() === 'ID' ? [(id) => id] : [];
  };
  return field.args.flatMap(({ name, type }) =>
    within(type, sane[name]).map((put) => (id: string) => ({ ...sane, [name]: put(id) })),
  );
}

export function operationOf(kind: string, field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type.toString()}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = selectionOf(field.type);
  return `${kind} ${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selection} }`;
}

/** One argument strange at a time. */
export function variablesFor(field: GraphQLField<unknown, unknown>): Record<string, unknown>[] {
  const sane = Object.fromEntries(
    field.args.map(({ name, type, defaultValue }) => [name, defaultValue ?? valuesOf(type)[0]]),
  );
  return [sane, ...field.args.flatMap(({ name, type }) => valuesOf(type).map((value) => ({ ...sane, [name]: value })))];
}

export const rootFields = (schema: GraphQLSchema): [string, GraphQLField<unknown, unknown>][] => {
  const of = (kind: string, type: GraphQLObjectType | null | undefined): [string, GraphQLField<unknown, unknown>][] =>
    Object.values(type?.getFields() ?? {}).map((field) => [kind, field]);
  return [...of('query', schema.getQueryType()), ...of('mutation', schema.getMutationType())];
};
