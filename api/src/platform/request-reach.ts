import { AsyncLocalStorage } from 'node:async_hooks';
import type { Client, Pool, PoolClient } from 'pg';
import type { MiddlewareFn } from 'type-graphql';
import type { Principal } from './actor.ts';
import { declaredPermissions } from './permission.ts';

/** How far the rows reach that the database shows. */
interface Reach {
  /** The organisation whose people are seen. */
  organisation: string;
  /** The account whose rows are seen, of what belongs to one. */
  account: string;
}

/**
 * How far a statement reaches that says nothing about it: as far as whoever asked. Each request runs in a place of its own,
 * which is told who asks as soon as that is known, and every connection that is taken there is told it before it is handed
 * out. So also a query that forgot its filter, and says nothing of `reach`, shows a member of an organisation no row of
 * another one, and a creator no row of another account.
 */
const requests = new AsyncLocalStorage<{ reach: Reach }>();

/** Hides organisations from everybody, and people from nobody: the words of the policies for what was not said. */
const unsaid = '';
const everybody: Reach = { organisation: unsaid, account: unsaid };
/** What is reached by who belongs to no organisation, and by a request of which nobody knows yet who asks. */
export const noOrganisation = '00000000-0000-0000-0000-000000000000';
const noAccount = '00000000-0000-0000-0000-000000000000';
const nothing: Reach = { organisation: noOrganisation, account: noAccount };

/** A request comes in: nothing is shown in it until it is known who asks. */
export const inRequest = <T>(work: () => T): T => requests.run({ reach: nothing }, work);

/** For what the product does by itself, and for what has to look before it is known who asks. */
export const inNobodysName = <T>(work: () => T): T => requests.run({ reach: everybody }, work);

export const inNameOf = <T>(principal: Principal, work: () => T): T =>
  requests.run({ reach: widestReach(principal) }, work);

/** From here on the request reaches as far as they do. Of several who reach differently far: nothing. */
export function askedBy(...principals: readonly Principal[]): void {
  const request = requests.getStore();
  if (!request) return;
  const [first = everybody, ...others] = principals.map(widestReach);
  request.reach = others.every((other) => isSame(other, first)) ? first : nothing;
}

/** The account to which the request that runs now is held; null when it is held to none. */
export const heldToAccount = (): string | null => requests.getStore()?.reach.account || null;

/** For operations that are open to everybody: a password, a link or a passkey says whose rows they mean, not who else is signed in. */
export const openToEverybody: MiddlewareFn = (_, next) => inNobodysName(next);

const isSame = (one: Reach, other: Reach): boolean =>
  one.organisation === other.organisation && one.account === other.account;

export const widestReach = (principal: Principal): Reach => ({
  organisation: widestOrganisation(principal),
  account: widestAccount(principal),
});

/**
 * The organisation, for its members: one sees further only who holds for everybody what can be held for one. What else they
 * may do to everybody does not say so.
 */
function widestOrganisation({ organisationId, permissions }: Principal): string {
  const seesEverybody = declaredPermissions().some(
    ({ name, scopes }) => scopes.includes('ORGANISATION') && permissions.get(name) === 'ALL',
  );
  return organisationId === null || seesEverybody ? unsaid : organisationId;
}

/** Their own, for who holds nothing that reaches further; also before a sign-in is complete, when nothing is held. */
function widestAccount({ accountId, permissions }: Principal): string {
  for (const scope of permissions.values()) if (scope !== 'OWN') return unsaid;
  return accountId ?? noAccount;
}

type Connected = (error: Error | undefined, client?: PoolClient, release?: (destroy?: boolean | Error) => void) => void;

/**
 * Only a connection that changes hands is told anything, and nobody waits for that: what is sent behind it runs behind it.
 * Should telling ever fail, nothing is shown of what was sent meanwhile, and the connection is closed.
 */
export function tellReachOf(pool: Pool): void {
  const told = new WeakMap<PoolClient, Reach>();
  /** How often it is being told something that it has not answered yet. */
  const telling = new WeakMap<PoolClient, number>();
  const untold = new WeakMap<PoolClient, Error>();
  pool.on('connect', (client) => {
    const query: unknown = Reflect.get(client, 'query');
    if (typeof query !== 'function') throw new Error('a connection of pg no longer has queries');
    const ask = (given: unknown[]): unknown => Reflect.apply(query, client, given);
    Object.defineProperty(client, 'query', {
      value(...given: unknown[]): unknown {
        if (!telling.get(client)) return ask(given);
        // Answers come in the order of the questions: when this one is answered, it is known.
        const last: unknown = given.at(-1);
        if (typeof last === 'function') {
          const answer = last as (error: Error | null, result?: unknown) => void;
          return ask([
            ...given.slice(0, -1),
            (error: Error | null, result: unknown) => {
              const problem = untold.get(client);
              if (problem) answer(problem);
              else answer(error, result);
            },
          ]);
        }
        return (ask(given) as Promise<unknown>).then((result) => {
          const problem = untold.get(client);
          if (problem) throw problem;
          return result;
        });
      },
    });
  });
  const tell = (client: PoolClient, reach: Reach): void => {
    client.query(
      `select set_config('influencegen.reach', $1, false), set_config('influencegen.account', $2, false)`,
      [reach.organisation, reach.account],
      (problem: Error | undefined) => {
        telling.set(client, telling.get(client)! - 1);
        if (!problem) return;
        untold.set(client, problem);
        client.on('error', ignore);
        // Asks nothing any more, and the pool does not hand it out again.
        (client as PoolClient & Pick<Client, 'end'>).end(ignore);
      },
    );
    telling.set(client, (telling.get(client) ?? 0) + 1);
    told.set(client, reach);
  };
  const connect = pool.connect.bind(pool) as (callback: Connected) => void;
  // Asked here, not when a connection is free: the pool then calls back from the request of whoever gave it back.
  const take = (callback: Connected): void => {
    const reach = requests.getStore()?.reach ?? everybody;
    connect((error, client, release) => {
      if (!error && client && !isSame(told.get(client) ?? everybody, reach)) tell(client, reach);
      callback(error, client, release);
    });
  };
  Object.defineProperty(pool, 'connect', {
    value: (callback?: Connected) =>
      callback
        ? take(callback)
        : new Promise((resolve, reject) => take((error, client) => (error ? reject(error) : resolve(client)))),
  });
}

const ignore = (): void => undefined;
