import { randomUUID } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { defineJob, type JobHandler, type Jobs } from '../platform/jobs.ts';
import type { Keyring } from '../platform/keyring.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';

export interface Registration {
  kind: 'REGISTER';
  email: string;
  displayName: string;
  passwordHash: string;
  language: string;
  timeZone: string;
}

/** Somebody who is signed in wants their account to have this address. */
export interface NewAddress {
  kind: 'CHANGE';
  email: string;
  accountId: string;
}

/** What a stranger asks for an e-mail address, which may have an account or not. */
export type AddressRequest = Registration | NewAddress | { kind: 'CONFIRM' | 'RESET'; email: string };

export type AddressRequestHandler = (tx: Transaction, actor: Actor, request: AddressRequest) => Promise<void>;

/** With the network address from which it came. */
type Sealed = AddressRequest & { from?: string | null };

const content = sealedColumn({
  table: 'address_request',
  column: 'content_sealed',
  id: 'id',
  kind: 'contact',
  retention: 'use',
  description:
    'Addresses, name and password hash of whoever registers or asks for a mail, until the worker has done it',
});

export const addressRequestJob = defineJob<{ id: string }>({
  name: 'address-request',
  retry: { limit: 5, delay: 2, delayMax: 120 },
  expireIn: 60,
  concurrency: 2,
});

/** As long as somebody may still be looking after a job that failed. */
const keptMilliseconds = 7 * 86_400_000;

export interface AddressRequestsParts {
  db: Db;
  jobs: Jobs;
  keyring: Keyring;
  now: () => Date;
}

/**
 * Whoever registers or asks for a mail is answered before anybody looks whether the address is known: the request is put
 * aside, and the worker does the rest. Neither the answer nor the time it takes can tell.
 */
export class AddressRequests {
  constructor(private readonly parts: AddressRequestsParts) {}

  async putAside(actor: Actor, request: AddressRequest): Promise<void> {
    const { db, jobs, keyring } = this.parts;
    const id = randomUUID();
    await transaction(db, async (tx) => {
      await tx.query('insert into address_request (id, content_sealed, created_at) values ($1, $2, $3)', [
        id,
        keyring.seal(content.at(id), JSON.stringify({ ...request, from: actor.ip } satisfies Sealed)),
        this.parts.now(),
      ]);
      await jobs.enqueue(tx, addressRequestJob, { id }, { cause: actor });
    });
  }

  /** Those that the worker gave up: nobody waits for them any more. */
  async forgetOld(): Promise<void> {
    const before = new Date(this.parts.now().getTime() - keptMilliseconds);
    await transaction(this.parts.db, (tx) => tx.query('delete from address_request where created_at < $1', [before]));
  }

  /** The row goes with its effect: a job that runs twice finds nothing the second time. */
  handle(handler: AddressRequestHandler): JobHandler<{ id: string }> {
    const { db, keyring } = this.parts;
    return ({ id }, { actor }) =>
      transaction(db, async (tx) => {
        const [found] = await rows<{ sealed: Buffer; ip: string | null }>(
          tx,
          'delete from address_request where id = $1 returning content_sealed as sealed, host(ip) as ip',
          [id],
        );
        if (!found) return;
        const { from, ...request } = JSON.parse(keyring.openText(content.at(id), found.sealed)) as Sealed;
        // What a former release put aside has the network address beside it.
        await handler(tx, { ...actor, ip: from ?? found.ip }, request);
      });
  }
}
