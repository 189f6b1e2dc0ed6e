import type { Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { demand } from '../platform/permission.ts';
import { PreparedStatements } from '../platform/prepared.ts';
import { isUuid } from '../platform/uuid.ts';
import type { ImageEngine } from './image-request.entity.ts';
import { type ImageRequestFilter, ImageRequestOrder } from './image-request.inputs.ts';
import { type PaceByEngine, RecentPace } from './image-request.pace.ts';
import { monitorImaging, seeOwnImages, visibleTo } from './image-request.policy.ts';
import { type ImageRow, type RequestRow, RowWriter, type Wanted } from './image-request.rows.ts';
import { needsPace, showImage, showRequest, type Showing } from './image-request.shown.ts';
import { type ImagingOverview, readOverview } from './imaging-overview.ts';
import type { MediaLinks } from './media-links.ts';

export interface ImageRequestReadsParts {
  db: Db;
  links: MediaLinks;
  /** Which engine new requests are for. */
  engine: ImageEngine;
  now?: () => Date;
}

export interface ImageRequestList extends PageRequest {
  filter?: ImageRequestFilter | null;
  order: ImageRequestOrder;
}

/** Where the rows of a list stand in the operation. */
const inList = 'nodes.';

/** What people see of requests and pictures: one statement a root field, written for what the operation selects. */
export class ImageRequestReads {
  readonly #writer: RowWriter;
  readonly #statements: PreparedStatements;
  readonly pace: RecentPace;

  constructor(private readonly parts: ImageRequestReadsParts) {
    this.#writer = new RowWriter(parts.db.source);
    this.#statements = new PreparedStatements(parts.db.pool);
    this.pace = new RecentPace(parts.db);
  }

  async requests(actor: Actor, wanted: Wanted, list: ImageRequestList): Promise<Page<RequestRow>> {
    const owner = visibleTo(actor);
    const { first, after } = readPageRequest(list);
    const { status, createdAfter, createdBefore, personId } = list.filter ?? {};
    const account = owner ?? readPersonId(personId);

    const values: unknown[] = [];
    const put = (value: unknown): string => `$${values.push(value)}`;
    const [direction, beyond] = list.order === ImageRequestOrder.OLDEST ? ['asc', '>'] : ['desc', '<'];
    const conditions = [
      ...(account === null ? [] : [`account_id = ${put(account)}`]),
      ...(createdAfter ? [`created_at >= ${put(createdAfter)}`] : []),
      ...(createdBefore ? [`created_at < ${put(createdBefore)}`] : []),
      ...(after ? [`(created_at, id) ${beyond} (${put(after.at)}, ${put(after.id)})`] : []),
    ];
    // The limit stands in the text: with a parameter, Postgres would plan anew each time.
    const page = `order by created_at ${direction}, id ${direction} limit ${first + 1}`;
    const matching = (more: string[]): string =>
      `select * from image_request where ${[...conditions, ...more, 'true'].join(' and ')} ${page}`;
    // One walk along the index for each status, then the first of all: a rare status costs no more than a common one.
    const requests = status?.length
      ? `select q.* from unnest(${put([...new Set(status)])}::text[]) one
         cross join lateral (${matching(['status = one'])}) q ${page}`
      : matching([]);

    const rows = await this.#rows<RequestRow>(
      `select ${this.#writer.request(wanted, inList, 'r')} from (${requests}) r ${page}`,
      values,
    );
    const showing = await this.#showing(actor, wanted);
    for (const row of rows) showRequest(row, showing, inList);
    return pageOf(rows, first, cursorOf);
  }

  async request(actor: Actor, wanted: Wanted, id: string): Promise<RequestRow> {
    const owner = visibleTo(actor);
    const [row] = isUuid(id) ? await this.requestRows([id], wanted, owner) : [];
    if (!row) throw new AppError('NOT_FOUND', 'No such request');
    showRequest(row, await this.#showing(actor, wanted));
    return row;
  }

  /** Not shown to anybody yet: `showRequest` adds what depends on the viewer. `owner`: only of this account. */
  requestRows(ids: string[], wanted: Wanted, owner: string | null = null): Promise<RequestRow[]> {
    return this.#rows<RequestRow>(
      `select ${this.#writer.request(wanted, '', 'r')} from image_request r
        where r.id = any($1::uuid[]) and ($2::uuid is null or r.account_id = $2)`,
      [ids, owner],
    );
  }

  /** The row as this viewer sees it. The row itself stays as it is, for the others who get it. */
  async shown(actor: Actor, wanted: Wanted, row: RequestRow): Promise<RequestRow> {
    const copy = { ...row, ...(row.images && { images: row.images.map((image) => ({ ...image })) }) };
    showRequest(copy, await this.#showing(actor, wanted));
    return copy;
  }

  /** Own pictures only, also for staff. */
  async images(actor: Actor, wanted: Wanted, page: PageRequest): Promise<Page<ImageRow>> {
    const { accountId } = demand(actor, seeOwnImages);
    const { first, after } = readPageRequest(page);
    const rows = await this.#rows<ImageRow>(
      `select ${this.#writer.image(wanted, inList, 'i')} from image i
        where i.account_id = $1 and i.deleted_at is null ${after ? 'and (i.created_at, i.id) < ($2, $3)' : ''}
        order by i.created_at desc, i.id desc limit ${first + 1}`,
      after ? [accountId, after.at, after.id] : [accountId],
    );
    const showing = await this.#showing(actor, wanted);
    for (const row of rows) showImage(row, showing, inList);
    return pageOf(rows, first, cursorOf);
  }

  async image(actor: Actor, wanted: Wanted, id: string): Promise<ImageRow> {
    const owner = visibleTo(actor);
    const [row] = isUuid(id)
      ? await this.#rows<ImageRow>(
          `select ${this.#writer.image(wanted, '', 'i')} from image i
            where i.id = $1 and i.deleted_at is null and ($2::uuid is null or i.account_id = $2)`,
          [id, owner],
        )
      : [];
    if (!row) throw new AppError('NOT_FOUND', 'No such picture');
    showImage(row, await this.#showing(actor, wanted));
    return row;
  }

  async overview(actor: Actor): Promise<ImagingOverview> {
    demand(actor, monitorImaging);
    const [counts, paces] = await Promise.all([readOverview(this.parts.db), this.pace.current()]);
    const usual = paces.get(this.parts.engine)?.usual;
    return { ...counts, usualSeconds: usual === undefined ? null : Math.max(1, Math.round(usual)) };
  }

  async #showing(actor: Actor, wanted: Wanted): Promise<Showing> {
    const { links, now } = this.parts;
    const paces: PaceByEngine = needsPace(wanted) ? await this.pace.current() : new Map();
    return { actor, wanted, links, paces, now: now?.() ?? new Date() };
  }

  async #rows<Row>(select: string, values: unknown[]): Promise<Row[]> {
    const found = await this.#statements.rows<{ row: Row }>(`select row_to_json(x) as row from (${select}) x`, values);
    return found.map(({ row }) => row);
  }
}

/** Stored in milliseconds, so that a JavaScript date loses nothing. */
const cursorOf = ({ createdAt, id }: { createdAt: string; id: string }) => ({
  at: new Date(createdAt).toISOString(),
  id,
});

function readPersonId(personId: string | null | undefined): string | null {
  if (personId == null || isUuid(personId)) return personId ?? null;
  throw new AppError('BAD_USER_INPUT', 'This list cannot be read', [
    { path: 'filter.personId', code: 'MALFORMED', message: 'This is not the id of a person' },
  ]);
}
