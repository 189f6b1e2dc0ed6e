import { AsyncLocalStorage } from 'node:async_hooks';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { GraphQLSchema } from 'graphql';
import { afterCommit, type Db } from '../src/platform/db.ts';
import { withoutEvent } from './audited-mutations.ts';

/** What one call of a mutation did, transaction by transaction: what each that committed wrote. */
interface Call {
  transactions: Set<string>[];
  /** Those that hold a connection now. */
  open: Set<object>;
  /** One of them asked for another one. */
  second: boolean;
}

/**
 * Written beside what commands do, and no act of anybody: counted attempts, an application that nobody has begun, places of
 * bytes. Jobs
 * record themselves what they do.
 */
const beside = ['rate_bucket', 'sign_in_lock', 'audit_pending', 'onboarding_application', 'document_file'];

const calls = new AsyncLocalStorage<Call>();

/** `for update`, `for no key update` and `on conflict … do update` name no table of their own. */
const writing = /\b(?:insert into|delete from|(?<!for |key |do )update)\s+(?:only\s+)?"?([a-z_.]+)"?/gi;
export const tablesWrittenBy = (text: string): string[] =>
  [...text.matchAll(writing)]
    .map(([, table]) => table!)
    .filter((table) => !beside.includes(table) && !table.startsWith('pgboss.'));

/**
 * Looks at every mutation that is carried out in a world of tests: what it commits, it commits together with an audit event, and
 * no transaction of it waits for a second connection, because when every connection is held by one that does, none goes on.
 * `problems` names those that do not. Each that leaves an event is noted by name for the end of the run.
 */
export function watchAudit(db: Db, schema: GraphQLSchema): { problems: Set<string> } {
  const problems = new Set<string>();
  const folder = inject('auditedFolder');
  watchTransactions(db);
  for (const [name, field] of Object.entries(schema.getMutationType()!.getFields())) {
    const { resolve } = field;
    field.resolve = async (...asked) => {
      const call: Call = { transactions: [], open: new Set(), second: false };
      const result: unknown = await calls.run(call, () => resolve!(...asked));
      if (call.transactions.some((tables) => tables.has('audit_event'))) writeFileSync(join(folder, name), '');
      if (call.second) problems.add(`${name} asked for a second connection within a transaction`);
      for (const tables of call.transactions)
        if (!tables.has('audit_event') && !(name in withoutEvent))
          problems.add(`${name} wrote ${[...tables].join(', ')} without an audit event in the same transaction`);
      return result;
    };
  }
  return { problems };
}

function watchTransactions({ source, pool }: Db): void {
  const asks = (): void => {
    const call = calls.getStore();
    if (call && call.open.size > 0) call.second = true;
  };
  const ask = pool.query.bind(pool) as (...asked: unknown[]) => unknown;
  Object.assign(pool, {
    query(...asked: unknown[]) {
      asks();
      return ask(...asked);
    },
  });
  const create = source.createQueryRunner.bind(source);
  source.createQueryRunner = (mode) => {
    const runner = create(mode);
    const call = calls.getStore();
    if (!call) return runner;
    const tables = new Set<string>();
    const query = runner.query.bind(runner);
    const connect = runner.connect.bind(runner);
    const release = runner.release.bind(runner);
    const watched = async (text: string, values?: unknown[], structured = false): Promise<unknown> => {
      const result = await query(text, values, true);
      if (result.affected !== 0)
        for (const table of tablesWrittenBy(text)) {
          if (tables.size === 0) afterCommit(runner.manager, () => void call.transactions.push(tables));
          tables.add(table);
        }
      return structured ? result : result.raw;
    };
    return Object.assign(runner, {
      query: watched,
      async connect() {
        if (!call.open.has(runner)) asks();
        const connection: unknown = await connect();
        call.open.add(runner);
        return connection;
      },
      release() {
        call.open.delete(runner);
        return release();
      },
    });
  };
}
