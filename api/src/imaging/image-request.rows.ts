import type { DataSource, EntityTarget } from 'typeorm';
import { personJson, type PersonRow } from '../accounts/person.ts';
import { type ImageEngine, ImageRequest } from './image-request.entity.ts';
import { type ImageRequestStatus, retryableStatuses } from './image-request.lifecycle.ts';
import { Image } from './image.entity.ts';

/** Dotted paths that an operation selects. */
export type Wanted = ReadonlySet<string>;

/** A request as a statement gives it: only what was selected or is needed for it, dates as ISO strings. */
export interface RequestRow {
  id: string;
  accountId: string;
  status: ImageRequestStatus;
  engine: ImageEngine;
  progress: number;
  createdAt: string;
  startedAt: string | null;
  retriedById: string | null;
  queuePosition?: number | null;
  images?: NestedImageRow[];
  person?: PersonRow;
  history?: { actor: PersonRow | null; note: string | null }[];
}

export interface NestedImageRow {
  id: string;
  derivedAt: string | null;
  request?: RequestRow;
}

/** A picture that is listed itself. */
export interface ImageRow extends NestedImageRow {
  createdAt: string;
}

/** With everything nested in it. */
export const copyOf = (row: RequestRow): RequestRow =>
  row.images
    ? {
        ...row,
        images: row.images.map((image) => ({ ...image, ...(image.request && { request: copyOf(image.request) }) })),
      }
    : { ...row };

/** Fields that are computed, and what they are computed from. */
const requestFieldsBehind: Partial<Record<string, (keyof RequestRow)[]>> = {
  viewerMoves: ['accountId', 'status', 'retriedById'],
  expectedSeconds: ['engine', 'status', 'progress', 'startedAt', 'queuePosition'],
  takingLongerThanUsual: ['engine', 'status'],
};
const imageFieldsBehind: Partial<Record<string, (keyof ImageRow)[]>> = {
  thumbnailUrl: ['derivedAt'],
  displayUrl: ['derivedAt'],
};

const retryable = retryableStatuses.map((status) => `'${status}'`).join(', ');

/** SQL for a person as JSON. */
export const personWithId = (id: string): string => `(select ${personJson('a')} from account a where a.id = ${id})`;

/** Far enough: nobody waits for the difference between place 500 and place 900. */
const queueHorizon = 500;

/**
 * Writes the select list for what an operation wants, nested rows included, so that one statement answers it whole.
 * Names come from validated operations, and only those that are known here reach the SQL.
 */
export class RowWriter {
  readonly #requestColumns: Map<string, string>;
  readonly #imageColumns: Map<string, string>;

  constructor(source: DataSource) {
    this.#requestColumns = columnsOf(source, ImageRequest);
    this.#imageColumns = columnsOf(source, Image);
  }

  /** `r`: the SQL alias of the request; `path`: where it stands in the operation, with a dot at the end. */
  request(wanted: Wanted, path: string, r: string): string {
    const nested: Partial<Record<string, () => string>> = {
      failure: () =>
        `case when ${r}.failure_code is not null
         then json_build_object('code', ${r}.failure_code, 'message', ${r}.failure_message) end`,
      retriedById: () =>
        `case when ${r}.status in (${retryable})
         then (select n.id from image_request n where n.retry_of_id = ${r}.id) end`,
      queuePosition: () =>
        `case when ${r}.status in ('PENDING', 'QUEUED') 
         then image_requests_ahead(${r}.created_at, ${r}.id, ${queueHorizon - 1}) + 1 end`,
      person: () => personWithId(`${r}.account_id`),
      images: () => this.#images(wanted, `${path}images.`, `${r}i`, r),
      history: () =>
        `(select coalesce(json_agg(json_build_object('id', e.id::text, 'move', e.move, 'status', e.status, 'at', e.at,
            'note', e.note, 'actor', case when a.id is not null then ${personJson('a')} end) order by e.id), '[]')
           from image_request_event e left join lateral image_request_event_actor(e.id) a on true where e.request_id = ${r}.id)`,
    };
    const fields = fieldsAt(wanted, path, ['id', 'createdAt'], requestFieldsBehind);
    return selectList(fields, this.#requestColumns, nested, r);
  }

  image(wanted: Wanted, path: string, i: string, always = ['id', 'createdAt']): string {
    const nested = {
      request: () =>
        `(select row_to_json(${i}q) from (select ${this.request(wanted, `${path}request.`, `${i}r`)}
           from image_request ${i}r where ${i}r.id = ${i}.request_id) ${i}q)`,
    };
    return selectList(fieldsAt(wanted, path, always, imageFieldsBehind), this.#imageColumns, nested, i);
  }

  #images(wanted: Wanted, path: string, i: string, r: string): string {
    return `(select coalesce(json_agg(row_to_json(${i}q)), '[]') from (select ${this.image(wanted, path, i, ['id'])}
       from image ${i} where ${i}.request_id = ${r}.id and ${i}.deleted_at is null order by ${i}.position) ${i}q)`;
  }
}

const columnsOf = (source: DataSource, entity: EntityTarget<object>): Map<string, string> =>
  new Map(source.getMetadata(entity).columns.map((column) => [column.propertyName, column.databaseName]));

function fieldsAt(
  wanted: Wanted,
  path: string,
  always: string[],
  behind: Partial<Record<string, string[]>>,
): Set<string> {
  const names = [...wanted]
    .filter((one) => one.startsWith(path) && !one.includes('.', path.length))
    .map((one) => one.slice(path.length));
  return new Set([...always, ...names.flatMap((name) => behind[name] ?? []), ...names]);
}

function selectList(
  fields: Set<string>,
  columns: Map<string, string>,
  nested: Partial<Record<string, () => string>>,
  alias: string,
): string {
  return [...fields]
    .flatMap((field) => {
      const column = columns.get(field);
      const expression = column ? `${alias}.${column}` : nested[field]?.();
      return expression ? [`${expression} as "${field}"`] : [];
    })
    .join(', ');
}
