export interface PostgresOptions {
  /** Where the data lives; created when absent. */
  folder: string;
  /** A free one when absent. A server that already runs keeps its own. */
  port?: number;
  /** False gives up safety against power loss for speed: tests. */
  durable?: boolean;
  /** Called with a sentence before each step that takes time. */
  log?: (sentence: string) => void;
}

export interface RunningPostgres {
  /** Superuser on the database `postgres`, with the generated password. */
  url: string;
  port: number;
  pid: number;
  /** It ran before: somebody else may be using it. */
  reused: boolean;
  stop(): Promise<void>;
}

export function startPostgres(options: PostgresOptions): Promise<RunningPostgres>;

export function applicationUrlOf(ownerUrl: string, password: string): string;
