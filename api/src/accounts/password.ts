import { normalPassword } from '@influencegen/shared-schema/contract/password-rules';
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../platform/errors.ts';

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
  const hash = await derive(password, salt, cost);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(hash)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Without a stored hash the same work is done for nothing, so that time does not tell who has an account. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = phc.exec(stored ?? decoy) ?? [];
  if (salt === undefined || hash === undefined) throw new Error('a stored password hash is malformed');
  const fitting = password.length <= longestPassword * 4 ? password : '';
  const given = await derive(fitting, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(given, Buffer.from(hash, 'base64')) && stored !== null && fitting === password;
}

/** Made when less work was thought to be enough (or more): to be made anew at the next sign-in. */
export const isOutdatedHash = (stored: string): boolean => {
  const [, memory, passes, parallelism] = phc.exec(stored) ?? [];
  return Number(memory) !== cost.memory || Number(passes) !== cost.passes || Number(parallelism) !== cost.parallelism;
};

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

const decoy = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(randomBytes(16))}$${base64(randomBytes(tagLength))}`;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, nonce: Buffer, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  if (running >= atOnce) {
    if (waiting.length >= maxWaiting)
      throw new AppError('RATE_LIMITED', 'Too many sign-ins at once: try again shortly');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
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
