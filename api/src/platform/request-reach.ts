import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import type { MiddlewareFn } from 'type-graphql';
import type { Principal } from './actor.ts';
import { declaredPermissions } from './permission.ts';

/**
 * How far a statement reaches that says nothing about it: as far as whoever asked. Each request runs in a place of its own,
 * which is told who asks as soon as that is known, and every connection that is taken there is told it before it is handed
 * out. So also a query that forgot its filter, and says nothing of `reach`, shows a member of an organisation no row of
 * another one.
 */
const requests = new AsyncLocalStorage<{ reach: string }>();

/** Hides organisations from everybody, and people from nobody: the words of the policies for what was not said. */
const unsaid = '';
/** What is reached by who belongs to no organisation, and by a request of which nobody knows yet who asks. */
export const noOrganisation = '00000000-0000-0000-0000-000000000000';

/** A request comes in: nothing is shown in it until it is known who asks. */
export const inRequest = <T>(work: () => T): T => requests.run({ reach: noOrganisation }, work);

/** For what the product does by itself, and for what has to look before it is known who asks. */
export const inNobodysName = <T>(work: () => T): T => requests.run({ reach: unsaid }, work);

export const inNameOf = <T>(principal: Principal, work: () => T): T =>
  requests.run({ reach: widestReach(principal) }, work);

/** From here on the request reaches as far as they do. Of several who reach differently far: nothing. */
export function askedBy(...principals: readonly Principal[]): void {
  const request = requests.getStore();
  if (!request) return;
  const reaches = new Set(principals.map(widestReach));
  request.reach = reaches.size > 1 ? noOrganisation : ([...reaches][0] ?? unsaid);
}

/** For operations that are open to everybody: a password, a link or a passkey says whose rows they mean, not who else is signed in. */
export const openToEverybody: MiddlewareFn = (_, next) => inNobodysName(next);

/**
 * The organisation, for its members: one sees further only who holds for everybody what can be held for one. What else they
 * may do to everybody does not say so.
 */
export function widestReach({ organisationId, permissions }: Principal): string {
  const seesEverybody = declaredPermissions().some(
    ({ name, scopes }) => scopes.includes('ORGANISATION') && permissions.get(name) === 'ALL',
  );
  return organisationId === null || seesEverybody ? unsaid : organisationId;
}

type Connected = (error: Error | undefined, client?: PoolClient, release?: (destroy?: boolean | Error) => void) => void;

/** Only a connection that changes hands is told anything: most go from one who reaches as far to the next. */
export function tellReachOf(pool: Pool): void {
  const told = new WeakMap<PoolClient, string>();
  const connect = pool.connect.bind(pool) as (callback: Connected) => void;
  // Asked here, not when a connection is free: the pool then calls back from the request of whoever gave it back.
  const take = (callback: Connected): void => {
    const reach = requests.getStore()?.reach ?? unsaid;
    connect((error, client, release) => {
      if (error || !client || (told.get(client) ?? unsaid) === reach) return callback(error, client, release);
      // Awaited, in spite of the way there and back: no statement may run with what was told to the one before.
      client.once('error', ignore);
      client.query('select set_config($1, $2, false)', ['influencegen.reach', reach], (problem: Error | undefined) => {
        if (problem) {
          client.release(problem);
          return callback(problem, undefined, ignore);
        }
        client.off('error', ignore);
        told.set(client, reach);
        callback(undefined, client, release);
      });
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
