import { createPrivateKey, randomUUID } from 'node:crypto';
import { AccessTokens } from '../src/accounts/access-token.ts';
import { emailIndex } from '../src/accounts/account.personal.ts';
import type { Place } from '../src/platform/keyring.ts';
import { acceptRequired } from '../test/accept-required.ts';
import type { Stage } from '../test/stage.ts';

export interface SeededPerson {
  accountId: string;
  token: string;
}

/** Fictional creators who cannot sign in, and have accepted what is required. Their ids. */
export async function seedAccounts(stage: Stage, count: number): Promise<string[]> {
  const { keyring } = stage;
  const place = (column: string, row: string): Place => ({ table: 'account', column, row });
  const accountIds = Array.from({ length: count }, () => randomUUID());
  const emails = accountIds.map((id) => `bench-${id}@demo.example`);
  await stage.sql(
    `with people as (
       insert into account (id, name_sealed, email_sealed, email_index)
       select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[]) returning id)
     insert into account_role (account_id, role_key) select id, 'INFLUENCER' from people`,
    [
      accountIds,
      accountIds.map((id, n) => keyring.seal(place('name_sealed', id), `Bench Person ${n + 1}`)),
      accountIds.map((id, n) => keyring.seal(place('email_sealed', id), emails[n]!)),
      emails.map((email) => emailIndex(keyring, email)),
    ],
  );
  await stage.sql(acceptRequired, [accountIds]);
  return accountIds;
}

/** Fictional people with a live session each. */
export async function seedPeople(stage: Stage, count: number): Promise<SeededPerson[]> {
  // The limit is at work while it is measured, and not what is measured.
  await stage.set('api.personCostPerMinute', 100_000_000);
  const accountIds = await seedAccounts(stage, count);
  const sessions = await stage.sql<{ accountId: string; sessionId: string }>(
    `insert into session (account_id, refresh_secret, expires_at)
     select account_id, 'never opened', now() + interval '1 day' from unnest($1::uuid[]) with ordinality as a (account_id, place)
     order by place returning account_id as "accountId", id as "sessionId"`,
    [accountIds],
  );
  const tokens = await signerOf(stage);
  const expiresAt = new Date(Date.now() + 86_400_000);
  return Promise.all(
    sessions.map(async ({ accountId, sessionId }) => ({
      accountId,
      token: await tokens.sign({ accountId, sessionId, organisationId: null, roles: ['INFLUENCER'] }, expiresAt),
    })),
  );
}

/** Signs access tokens as the processes of this stage do, but for the time they live. */
async function signerOf(stage: Stage): Promise<AccessTokens> {
  const [key] = await stage.sql<{ id: string; sealed: Buffer }>('select id, private_key as sealed from signing_key');
  const { id, sealed } = key!;
  const der = stage.keyring.open({ table: 'signing_key', column: 'private_key', row: id }, sealed);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const keys = { signer: () => ({ id, privateKey }), publicKey: () => null, onChange: () => undefined };
  return new AccessTokens({ keys, issuer: stage.url, now: () => new Date() });
}

export interface SeedOptions {
  status: 'QUEUED' | 'COMPLETED';
  perPerson: number;
  /** Also one finished picture for every request. */
  withImages?: boolean;
}

/** Requests of these people, spread over the last 30 days. Returns their ids in the order of the people. */
export async function seedRequests(
  stage: Stage,
  accountIds: string[],
  { status, perPerson, withImages = false }: SeedOptions,
): Promise<string[]> {
  const final = status === 'COMPLETED';
  const rows = await stage.sql<{ id: string }>(
    `with asked as (
       insert into image_request (account_id, status, purpose, prompt, aspect_ratio, resolution, width, height, seed, steps, cfg_scale,
         style, count, engine, traceparent, timeout_seconds, progress, quota_period, created_at, started_at, finished_at, deadline_at)
       select account_id, $2, 'PERSONAL', 'A quiet harbour at dawn, long exposure, number ' || n, 'SQUARE', 'STANDARD', 1024, 1024, n, 28, 3.5,
         'NATURAL', 1, 'N8N', '00-' || md5(n::text) || '-0123456789abcdef-01', 600, case when $3 then 100 else 0 end, date_trunc('month', now()), at, at, case when $3 then at + interval '12 seconds' end,
         case when $3 then null else now() + interval '1 hour' end
       from unnest($1::uuid[]) with ordinality as people (account_id, place)
         cross join generate_series(1, $4::int) n
         cross join lateral (select date_trunc('milliseconds', now() - interval '30 days' * random()) as at) moment
       order by place, n
       returning id, account_id, created_at
     ), drawn as (
       insert into image (request_id, account_id, position, sha256, mime_type, width, height, byte_size, derived_at, created_at)
       select id, account_id, 0, encode(sha256(id::text::bytea), 'hex'), 'image/png', 1024, 1024, 1500000, created_at, created_at from asked where $5
     )
     select id from asked`,
    [accountIds, status, final, perPerson, withImages],
  );
  return rows.map((row) => row.id);
}
