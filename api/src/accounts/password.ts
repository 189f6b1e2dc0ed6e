import { normalPassword } from '@influencegen/shared-schema/contract/password-rules';
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { RateLimited } from '../platform/errors.ts';

interface Cost {
  memory: number;
  passes: number;
  parallelism: number;
}

/** The least that OWASP recommends for Argon2id: 19 MiB, two passes. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

/** More characters are no password of ours: nobody types them, and hashing a megabyte is work. */
export const longestPassword = 128;

/** Counted for the whole process: each takes 19 MiB and a thread of the pool that also serves file and DNS work. */
const atOnce = 2;
const maxWaiting = 64;

/** A PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await inTurn(() => derive(password, salt, cost));
  return `$argon2id$v=19$${textOf(cost)}$${base64(salt)}$${base64(hash)}`;
}

/** `m=…,t=…,p=…` */
const textOf = ({ memory, passes, parallelism }: Cost): string => `m=${memory},t=${passes},p=${parallelism}`;
const costFrom = (text: string): Cost | null => {
  const [, memory, passes, parallelism] = /^m=(\d+),t=(\d+),p=(\d+)$/.exec(text) ?? [];
  return parallelism === undefined
    ? null
    : { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
};

const phc = /^\$argon2id\$v=19\$(m=\d+,t=\d+,p=\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export const passwordFits = (password: string, stored: string | null): Promise<boolean> =>
  inTurn(() => passwordFitsInTurn(password, stored, []));

/**
 * To be called in `inTurn`. Without a stored hash the same work is done for nothing, so that time does not tell who has an
 * account; nor does it tell whose hash is older: every password is worked on with each of the costs that are in use
 * (`costs`, as they stand in hashes) and today's.
 */
export async function passwordFitsInTurn(
  password: string,
  stored: string | null,
  costs: readonly string[],
): Promise<boolean> {
  const [, own, salt, hash] = phc.exec(stored ?? decoy) ?? [];
  if (own === undefined || salt === undefined || hash === undefined)
    throw new Error('a stored password hash is malformed');
  const fitting = password.length <= longestPassword * 4 ? password : '';
  const nonce = Buffer.from(salt, 'base64');
  const given = await derive(fitting, nonce, costFrom(own)!);
  for (const other of new Set([...costs, textOf(cost)])) {
    const work = other === own ? null : costFrom(other);
    if (work) await derive(fitting, nonce, work);
  }
  return timingSafeEqual(given, Buffer.from(hash, 'base64')) && stored !== null && fitting === password;
}

/** Made when less work was thought to be enough (or more): to be made anew at the next sign-in. */
export const isOutdatedHash = (stored: string): boolean => phc.exec(stored)?.[1] !== textOf(cost);

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

const decoy = `$argon2id$v=19$${textOf(cost)}$${base64(randomBytes(16))}$${base64(randomBytes(tagLength))}`;

/** So many passwords are in hand already that this one was not looked at. */
export class Crowded extends RateLimited {
  constructor() {
    super(1, { limit: atOnce + maxWaiting, remaining: 0 });
  }
}

let inHand = 0;

/** Turns a crowd away before it takes all memory, and before anything is counted. Not to be nested. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (inHand >= atOnce + maxWaiting) throw new Crowded();
  inHand++;
  try {
    return await work();
  } finally {
    inHand--;
  }
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, nonce: Buffer, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    const message = Buffer.from(normalPassword(password));
    return await new Promise<Buffer>((resolve, reject) =>
      argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
