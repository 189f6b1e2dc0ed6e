import type { PersonRow } from '../accounts/person.ts';
import type { Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import { AppError, type FieldProblem } from '../platform/errors.ts';
import { type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { demand } from '../platform/permission.ts';
import { PreparedStatements } from '../platform/prepared.ts';
import { isUuid } from '../platform/uuid.ts';
import { isFailureCode } from './engine-failure.ts';
import type { ImageEngine } from './image-request.entity.ts';
import { type ImageRequestFilter, ImageRequestOrder } from './image-request.inputs.ts';
import { type PaceByEngine, RecentPace } from './image-request.pace.ts';
import { monitorImaging, seeOwnImages, visibleTo } from './image-request.policy.ts';
import { copyOf, type ImageRow, personWithId, type RequestRow, RowWriter, type Wanted } from './image-request.rows.ts';
import { needsPace, showerOfImages, showerOfRequests, type Show, type Showing } from './image-request.shown.ts';
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

const noPaces: PaceByEngine = new Map();

/** How the rows of one operation are read and shown. */
interface Reading<Row> {
  columns: string;
  show: Show<Row>;
  needsPace: boolean;
}

/** Made once for each operation, for as long as its document is known. */
class Readings<Row> {
  readonly #known = new WeakMap<Wanted, Map<string, Reading<Row>>>();

  constructor(private readonly make: (wanted: Wanted, path: string) => Reading<Row>) {}

  of(wanted: Wanted, path: string): Reading<Row> {
    const known = this.#known.get(wanted) ?? new Map<string, Reading<Row>>();
    this.#known.set(wanted, known);
    const reading = known.get(path) ?? this.make(wanted, path);
    known.set(path, reading);
    return reading;
  }
}

/** Where the rows of a list stand in the operation. */
const inList = 'nodes.';
const personInList = `${inList}person`;
const itself = '';

/** What people see of requests and pictures: one statement a root field, written for what the operation selects. */
export class ImageRequestReads {
  readonly #requests: Readings<RequestRow>;
  /** For lists of one person, who then need not stand in every row. */
  readonly #requestsOfOne: Readings<RequestRow>;
  readonly #images: Readings<ImageRow>;
  readonly #statements: PreparedStatements;
  readonly pace: RecentPace;
  readonly now: () => Date;

  constructor(private readonly parts: ImageRequestReadsParts) {
    const writer = new RowWriter(parts.db.source);
    const requests = (inRows: (field: string) => boolean): Readings<RequestRow> =>
      new Readings((wanted, path) => ({
        columns: writer.request(new Set([...wanted].filter(inRows)), path, 'r'),
        show: showerOfRequests(wanted, path),
        needsPace: needsPace(wanted),
      }));
    this.#requests = requests(() => true);
    this.#requestsOfOne = requests((field) => field !== personInList);
    this.#images = new Readings((wanted, path) => ({
      columns: writer.image(wanted, path, 'i'),
      show: showerOfImages(wanted, path),
      needsPace: needsPace(wanted),
    }));
    this.#statements = new PreparedStatements(parts.db.pool);
    this.pace = new RecentPace(parts.db);
    this.now = parts.now ?? (() => new Date());
  }

  async requests(actor: Actor, wanted: Wanted, list: ImageRequestList): Promise<Page<RequestRow>> {
    const owner = visibleTo(actor);
    const { first, after } = readPageRequest(list);
    const { status, createdAfter, createdBefore, personId } = list.filter ?? {};
    const failureCodes = readFailureCodes(list.filter?.failureCodes);
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
    // One walk along an index for each status or code, then the first of all: a rare one costs no more than a common one.
    const walks = (column: string, wanted: string[], more: string[] = []): string =>
      `select q.* from unnest(${put([...new Set(wanted)])}::text[]) one
         cross join lateral (${matching([`${column} = one`, ...more])}) q ${page}`;
    let requests = matching([]);
    if (failureCodes.length > 0)
      requests = walks('failure_code', failureCodes, status?.length ? [`status = any(${put(status)})`] : []);
    else if (status?.length) requests = walks('status', status);

    const reading = (account === null ? this.#requests : this.#requestsOfOne).of(wanted, inList);
    const ofOne = account !== null && wanted.has(personInList);
    const { rows, person } = await this.#read<RequestRow>(
      `select ${reading.columns} from (${requests}) r ${page}`,
      values,
      ofOne ? personWithId('$1') : undefined,
    );
    if (person) for (const row of rows) row.person = person;
    return pageOf(await this.#shownTo(actor, reading, rows), first, cursorOf);
  }

  async request(actor: Actor, wanted: Wanted, id: string): Promise<RequestRow> {
    const owner = visibleTo(actor);
    const [row] = isUuid(id) ? await this.requestRows([id], wanted, owner) : [];
    if (!row) throw new AppError('NOT_FOUND', 'No such request');
    return this.shown(actor, wanted, row);
  }

  /** As they are, to be `shown` to each viewer. `owner`: only of this account. */
  requestRows(ids: string[], wanted: Wanted, owner: string | null = null): Promise<RequestRow[]> {
    return this.#rows<RequestRow>(
      `select ${this.#requests.of(wanted, itself).columns} from image_request r
        where r.id = any($1::uuid[]) and ($2::uuid is null or r.account_id = $2)`,
      [ids, owner],
    );
  }

  /** The row as this viewer sees it. The row itself stays as it is, for the others who get it. At once when it can be. */
  shown(actor: Actor, wanted: Wanted, row: RequestRow): RequestRow | Promise<RequestRow> {
    const reading = this.#requests.of(wanted, itself);
    const show = (paces: PaceByEngine): RequestRow => {
      const copy = copyOf(row);
      reading.show(copy, this.#showing(actor, paces));
      return copy;
    };
    return reading.needsPace ? this.pace.current().then(show) : show(noPaces);
  }

  /** Own pictures only, also for staff. */
  async images(actor: Actor, wanted: Wanted, page: PageRequest): Promise<Page<ImageRow>> {
    const { accountId } = demand(actor, seeOwnImages);
    const { first, after } = readPageRequest(page);
    const reading = this.#images.of(wanted, inList);
    const rows = await this.#rows<ImageRow>(
      `select ${reading.columns} from image i
        where i.account_id = $1 and i.deleted_at is null ${after ? 'and (i.created_at, i.id) < ($2, $3)' : ''}
        order by i.created_at desc, i.id desc limit ${first + 1}`,
      after ? [accountId, after.at, after.id] : [accountId],
    );
    return pageOf(await this.#shownTo(actor, reading, rows), first, cursorOf);
  }

  async image(actor: Actor, wanted: Wanted, id: string): Promise<ImageRow> {
    const owner = visibleTo(actor);
    const reading = this.#images.of(wanted, itself);
    const rows = isUuid(id)
      ? await this.#rows<ImageRow>(
          `select ${reading.columns} from image i
            where i.id = $1 and i.deleted_at is null and ($2::uuid is null or i.account_id = $2)`,
          [id, owner],
        )
      : [];
    const [row] = await this.#shownTo(actor, reading, rows);
    if (!row) throw new AppError('NOT_FOUND', 'No such picture');
    return row;
  }

  async overview(actor: Actor): Promise<ImagingOverview> {
    demand(actor, monitorImaging);
    const [counts, paces] = await Promise.all([readOverview(this.parts.db), this.pace.current()]);
    const usual = paces.get(this.parts.engine)?.usual;
    return { ...counts, usualSeconds: usual === undefined ? null : Math.max(1, Math.round(usual)) };
  }

  async #shownTo<Row>(actor: Actor, { show, needsPace }: Reading<Row>, rows: Row[]): Promise<Row[]> {
    const showing = this.#showing(actor, needsPace ? await this.pace.current() : noPaces);
    for (const row of rows) show(row, showing);
    return rows;
  }

  #showing(actor: Actor, paces: PaceByEngine): Showing {
    return {
      actor,
      keyring: this.parts.db.keyring,
      people: new Map(),
      links: this.parts.links,
      paces,
      now: this.now(),
    };
  }

  async #rows<Row>(select: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.#read<Row>(select, values);
    return rows;
  }

  /** In one piece: a driver spends more on twenty rows than on one text that holds them all. `person`: SQL for what is read beside. */
  async #read<Row>(
    select: string,
    values: unknown[],
    person = 'null',
  ): Promise<{ rows: Row[]; person: PersonRow | null }> {
    const [found] = await this.#statements.rows<{ rows: Row[]; person: PersonRow | null }>(
      `select coalesce(json_agg(x), '[]') as rows, ${person} as person from (${select}) x`,
      values,
    );
    return found!;
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

const mostCodes = 50;

function readFailureCodes(codes: string[] | null | undefined): string[] {
  const problem = (path: string, facts: Pick<FieldProblem, 'code' | 'bound' | 'message'>): never => {
    throw new AppError('BAD_USER_INPUT', 'This list cannot be read', [{ path, ...facts }]);
  };
  if (codes && codes.length > mostCodes)
    problem('filter.failureCodes', { code: 'TOO_LARGE', bound: mostCodes, message: `At most ${mostCodes}` });
  for (const [index, code] of codes?.entries() ?? [])
    if (!isFailureCode(code))
      problem(`filter.failureCodes.${index}`, { code: 'MALFORMED', message: 'This is not the code of a failure' });
  return codes ?? [];
}

/** Whatever came of it. */
export async function hasAskedForImages({ pool }: Db, accountId: string): Promise<boolean> {
  const { rows } = await pool.query<{ asked: boolean }>({
    name: 'image-request-any',
    text: 'select exists (select from image_request where account_id = $1) as asked',
    values: [accountId],
  });
  return rows[0]!.asked;
}
