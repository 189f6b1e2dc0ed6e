import { Client } from 'pg';
import type { Log } from './log.ts';

export interface StandingConnectionOptions {
  databaseUrl: string;
  /** Shows in pg_stat_activity. */
  name: string;
  log: Log;
  /** Sets up what lives as long as the connection does: LISTEN, a lock. `again` is true after a loss. */
  onConnected: (client: Client, again: boolean) => Promise<void>;
}

const keepAliveMs = 10_000;
const answerWithinMs = 5_000;
const firstRetryMs = 100;
const longestRetryMs = 10_000;

/** One connection of its own, outside the pool, that notices its own loss and comes back by itself. */
export class StandingConnection {
  #client: Client | null = null;
  #retries = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(private readonly options: StandingConnectionOptions) {}

  /** Rejects when the first attempt fails; later losses are repaired in the background. */
  static async open(options: StandingConnectionOptions): Promise<StandingConnection> {
    const connection = new StandingConnection(options);
    await connection.#connect(false);
    return connection;
  }

  /** Null while the connection is lost. */
  get client(): Client | null {
    return this.#client;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end();
  }

  async #connect(again: boolean): Promise<void> {
    const client = new Client({
      connectionString: this.options.databaseUrl,
      application_name: this.options.name,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
      keepAlive: true,
    });
    // Heard before connecting: an unheard 'error' ends the process.
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection ended')));
    try {
      await client.connect();
      await this.options.onConnected(client, again);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#closed) return client.end();
    this.#client = client;
    this.#retries = 0;
    this.#expectAnswers(client);
  }

  /** A network may swallow a connection without telling either side. */
  #expectAnswers(client: Client): void {
    this.#timer = setTimeout(() => {
      client.query('select 1').then(
        () => {
          if (this.#client === client) this.#expectAnswers(client);
        },
        (error: unknown) => this.#lost(client, error),
      );
    }, keepAliveMs);
  }

  #lost(client: Client, error: unknown): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = null;
    clearTimeout(this.#timer);
    this.options.log.warn({ err: error, connection: this.options.name }, 'database connection lost');
    client.end().catch(() => undefined);
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#retries++) * (0.5 + Math.random() / 2);
    this.#timer = setTimeout(() => {
      this.#connect(true).then(
        () => this.options.log.info({ connection: this.options.name }, 'database connection is back'),
        (error: unknown) => {
          this.options.log.warn({ err: error, connection: this.options.name }, 'database connection still lost');
          if (!this.#closed) this.#reconnectLater();
        },
      );
    }, wait);
  }
}
