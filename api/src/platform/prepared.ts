import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { Query, type Pool } from 'pg';

/** Each connection keeps what it has prepared, so what clients can vary must not grow it without end. */
const mostStatements = 300;

/** What a statement is called on every connection that has prepared it. */
class StatementNames {
  readonly #names = new Map<string, string>();

  /** Null when there are too many: such a statement is planned anew each time. */
  of(text: string): string | null {
    const known = this.#names.get(text);
    if (known) return known;
    if (this.#names.size >= mostStatements) return null;
    const name = createHash('sha256').update(text).digest('base64url');
    this.#names.set(text, name);
    return name;
  }
}

type Callback = (error: Error | null, result?: unknown) => void;

/** What an answer's rows are made with. */
interface Description {
  fields: unknown;
  _parsers: unknown;
  _prebuiltEmptyResultObject: unknown;
}

interface Connection {
  describe(portal: object): void;
}

/** The part of pg's query that its types leave out. */
interface Sent {
  readonly name: string;
  readonly callback: Callback;
  readonly _result: Description;
  _accumulateRows: boolean;
  prepare(connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
}

interface Known {
  byName: Map<string, Description>;
  /** The same connection, through which nothing is asked about rows. */
  silent: Connection;
}

const knownOf = new WeakMap<Connection, Known>();

function knownBy(connection: Connection): Known {
  let known = knownOf.get(connection);
  if (!known) {
    const silent = Object.assign(Object.create(connection) as Connection, { describe: () => undefined });
    knownOf.set(connection, (known = { byName: new Map(), silent }));
  }
  return known;
}

/**
 * Asks a connection only once what the rows of a statement look like. pg asks each time, and reads the names and types of all
 * columns anew. They cannot change under a prepared statement: Postgres refuses to run it when they would.
 */
class PreparedQuery extends (Query as unknown as new (text: string, values: unknown[]) => Sent) {
  constructor(
    override readonly name: string,
    text: string,
    values: unknown[],
    override readonly callback: Callback,
  ) {
    super(text, values);
  }

  override prepare(connection: Connection): void {
    const { byName, silent } = knownBy(connection);
    const described = byName.get(this.name);
    if (!described) return super.prepare(connection);
    Object.assign(this._result, described);
    this._accumulateRows = true;
    super.prepare(silent);
  }

  override handleReadyForQuery(connection: Connection): void {
    const { byName } = knownBy(connection);
    if (!byName.has(this.name)) {
      const { fields, _parsers, _prebuiltEmptyResultObject } = this._result;
      byName.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject });
    }
    super.handleReadyForQuery(connection);
  }
}

interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

/**
 * Has every connection prepare what commands send as text with values. TypeORM cannot: without a name Postgres parses and
 * plans each statement anew, which costs it a third of its work for a delivered picture.
 */
export function prepareStatementsOf(pool: Pool): void {
  const names = new StatementNames();
  const prepared = (text: unknown, values: unknown): Statement | null => {
    if (typeof text === 'object')
      return text && 'name' in text && typeof text.name === 'string' ? (text as Statement) : null;
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? names.of(text) : null;
    return name === null ? null : { name, text: text as string, values: values as unknown[] };
  };
  pool.on('connect', (client) => {
    const query: unknown = Reflect.get(client, 'query');
    if (typeof query !== 'function') throw new Error('a connection of pg no longer has queries');
    const socket: unknown = Reflect.get(Reflect.get(client, 'connection'), 'stream');
    if (!(socket instanceof Writable)) throw new Error('a connection of pg no longer writes to a stream');
    Object.defineProperty(client, 'query', {
      configurable: true,
      value(...given: unknown[]): unknown {
        // What is asked in one turn travels in one packet.
        if (socket.writableCorked === 0) {
          socket.cork();
          process.nextTick(() => socket.uncork());
        }
        const statement = prepared(given[0], given[1]);
        if (!statement) return Reflect.apply(query, client, given);
        const send = (callback: Callback): void => {
          Reflect.apply(query, client, [new PreparedQuery(statement.name, statement.text, statement.values, callback)]);
        };
        const last = given.at(-1);
        if (typeof last === 'function') return send(last as Callback);
        return new Promise((resolve, reject) => {
          send((error, result) => (error ? reject(error) : resolve(result)));
        }).catch((error: Error) => {
          // Of who asked, instead of the socket's.
          Error.captureStackTrace(error);
          throw error;
        });
      },
    });
  });
}

/** Statements that are written for what an operation selects: parsed and planned once for each connection, then only run. */
export class PreparedStatements {
  readonly #names = new StatementNames();

  constructor(private readonly pool: Pool) {}

  async rows<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    const name = this.#names.of(text);
    const { rows } = await this.pool.query<Row>(name === null ? { text, values } : { name, text, values });
    return rows;
  }
}
