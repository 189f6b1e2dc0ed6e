import { Field, ObjectType } from 'type-graphql';
import { AppError, type FieldProblem } from './errors.ts';

export interface PageRequest {
  first: number;
  after?: string | null;
}

@ObjectType({ description: 'Where a page of a list ends. Ask for the next one with `after: endCursor`.' })
export class PageInfo {
  @Field(() => String, {
    nullable: true,
    description: 'To be given as `after` for the next page; null at the end of an empty list.',
  })
  endCursor!: string | null;

  @Field(() => Boolean, { description: 'Whether there is more.' })
  hasNextPage!: boolean;
}

export interface Page<Node> {
  nodes: Node[];
  pageInfo: PageInfo;
}

/** The row a page ended with: its time, ISO 8601 in UTC, and the id that breaks ties. Opaque to clients. */
export interface Cursor {
  at: string;
  id: string;
}

const largestPage = 100;

export const encodeCursor = ({ at, id }: Cursor): string => Buffer.from(`${at} ${id}`).toString('base64url');

/** Parsing alone would let 31 February and the year 0 through, which Postgres refuses. */
const isDate = (text: string): boolean => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() === 0) return false;
  return date.toISOString().slice(0, 19) === text.slice(0, 19);
};

function decodeCursor(text: string): Cursor | null {
  const [, at = '', id = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
      Buffer.from(text, 'base64url').toString(),
    ) ?? [];
  return isDate(at) ? { at, id } : null;
}

/** Checked: the size within bounds and the cursor one that we made. */
export function readPageRequest({ first, after }: PageRequest): { first: number; after: Cursor | null } {
  const cursor = after ? decodeCursor(after) : null;
  const problems: FieldProblem[] = [];
  if (first < 1) problems.push({ path: 'first', code: 'TOO_SMALL', bound: 1, message: 'At least 1' });
  if (first > largestPage)
    problems.push({ path: 'first', code: 'TOO_LARGE', bound: largestPage, message: `At most ${largestPage}` });
  if (after && !cursor)
    problems.push({ path: 'after', code: 'MALFORMED', message: 'Take it from `pageInfo.endCursor`' });
  if (problems.length > 0) throw new AppError('BAD_USER_INPUT', 'This page cannot be read', problems);
  return { first, after: cursor };
}

/** `found` holds one row more than the page when there is a next page. */
export function pageOf<Node>(found: Node[], first: number, cursorOf: (node: Node) => Cursor): Page<Node> {
  const nodes = found.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: { endCursor: last ? encodeCursor(cursorOf(last)) : null, hasNextPage: found.length > first },
  };
}

/** SQL: a cursor's time in full precision, which a JavaScript date does not have. */
export const isoMicroseconds = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
