import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const accepted = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** JavaScript takes the 31st of February for the 3rd of March. */
const isDay = (text: string): boolean => new Date(text).getUTCDate() === Number(text.slice(8));

function parse(text: unknown): Date {
  const date = typeof text === 'string' && accepted.test(text) && isDay(text.slice(0, 10)) ? new Date(text) : null;
  if (date === null || Number.isNaN(date.getTime()))
    throw new GraphQLError('Expected a date and time with an offset, such as 2026-01-31T09:00:00.000Z');
  return date;
}

const fractions: Record<number, string> = { 19: '.000', 21: '00', 22: '0', 23: '' };

/** Sessions run in UTC, and Postgres only leaves out the zeros at the end: no need to take the text apart. */
function fromPostgres(text: string): string | undefined {
  if (!text.endsWith('+00:00')) return undefined;
  const missing = fractions[text.length - 6];
  return missing === undefined ? undefined : `${text.slice(0, -6)}${missing}Z`;
}

/** Takes a `Date`, or the text that Postgres writes into JSON (`2026-01-31T09:00:00.12+00:00`) on statements read as one. */
export const dateTimeIso = new GraphQLScalarType<Date, string>({
  name: 'DateTimeISO',
  description: 'ISO 8601 date and time in UTC, milliseconds.',
  serialize(value) {
    if (value instanceof Date) return value.toISOString();
    if (typeof value === 'string') return fromPostgres(value) ?? new Date(value).toISOString();
    throw new TypeError('not a date');
  },
  parseValue: parse,
  parseLiteral(node) {
    return parse(node.kind === Kind.STRING ? node.value : null);
  },
});
