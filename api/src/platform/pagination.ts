import { Field, ObjectType } from 'type-graphql';
import { AppError } from './errors.ts';

export interface PageRequest {
  first: number;
  after?: string | null;
}

@ObjectType()
export class PageInfo {
  @Field(() => String, { nullable: true })
  endCursor!: string | null;

  @Field(() => Boolean)
  hasNextPage!: boolean;
}

export interface Page<Node> {
  nodes: Node[];
  pageInfo: PageInfo;
}

/** Where a page ended: the time, as Postgres prints it, and the id that breaks ties. Opaque to clients. */
export interface Cursor {
  at: string;
  id: string;
}

export const encodeCursor = ({ at, id }: Cursor): string => Buffer.from(`${at} ${id}`).toString('base64url');

export function decodeCursor(text: string): Cursor {
  const match = /^(\d{4}-\d\d-\d\d[T ][\d:.]{8,15}(?:Z|[+-]\d\d(?::\d\d)?)?) ([0-9a-f-]{36})$/.exec(
    Buffer.from(text, 'base64url').toString(),
  );
  if (!match) throw malformedCursor();
  const [, at, id] = match;
  if (at === undefined || id === undefined) throw malformedCursor();
  return { at, id };
}

const malformedCursor = (): AppError =>
  new AppError('BAD_USER_INPUT', 'This is not a cursor of this list', [
    { path: 'after', code: 'MALFORMED', message: 'Take it from pageInfo.endCursor' },
  ]);

/** `found` holds one row more than the page when there is a next page. */
export function pageOf<Node>(found: Node[], first: number, cursorOf: (node: Node) => Cursor): Page<Node> {
  const nodes = found.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: { endCursor: last ? encodeCursor(cursorOf(last)) : null, hasNextPage: found.length > first },
  };
}
