import { dayWords, type Reader } from '../inbox/reader.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Notifier } from '../platform/notifier.ts';
import { termsChanged, termsNeeded, termsToAccept } from './terms.notices.ts';
import { heldNumbers, stopsAt, textIn, versionsInForce } from './terms.rows.ts';

export const tellTermsJob = defineJob<Record<string, never>>({
  name: 'tell-terms',
  retry: { limit: 3, delay: 30, delayMax: 600 },
  expireIn: 3600,
  concurrency: 1,
});

export interface TellTermsParts {
  db: Db;
  notifier: Notifier;
  publicUrl: string;
}

interface Told extends Reader {
  accountId: string;
  title: string;
  stopsAt: Date | null;
  /** Has not accepted it yet, and is asked to. */
  concerned: boolean;
}

const batchSize = 200;

/**
 * Tells creators who were here before a version came into force, each once: how far it has come is kept in the transaction
 * that tells. Of what is optional only those hear who had agreed to an earlier version.
 */
export const handleTellTerms =
  (parts: TellTermsParts): JobHandler<Record<string, never>> =>
  async (_, { signal, log }) => {
    const { rows: waiting } = await parts.db.pool.query<{ id: string }>(
      `select v.id from ${versionsInForce} v left join terms_telling t on t.version_id = v.id where t.finished_at is null`,
    );
    for (const { id } of waiting) {
      let told = 0;
      for (let batch = batchSize; batch === batchSize && !signal.aborted;) {
        const next = await transaction(parts.db, (tx) => tellNext(tx, parts, id));
        batch = next.looked;
        told += next.told;
      }
      if (told > 0) log.info({ version: id, told }, 'told people of a new version of the terms');
    }
  };

async function tellNext(
  tx: Transaction,
  { notifier, publicUrl }: TellTermsParts,
  versionId: string,
): Promise<{ looked: number; told: number }> {
  await tx.query('insert into terms_telling (version_id) values ($1) on conflict do nothing', [versionId]);
  // Its lock puts two workers in a row: each takes the batch after the other's.
  const [progress] = await rows<{ last: string; finished: boolean }>(
    tx,
    `select last_account as last, finished_at is not null as finished from terms_telling where version_id = $1 for update`,
    [versionId],
  );
  if (progress!.finished) return { looked: 0, told: 0 };
  const batch = await rows<Told>(
    tx,
    `select a.id as "accountId", t.title, a.language, a.time_zone as "timeZone",
            case when v.blocks <> '{}' then ${stopsAt('v', 'a')} end as "stopsAt",
            coalesce(h.number, 0) < v.number and (v.required or h.number is not null) as concerned
     from account a join terms_version v on v.id = $1 ${textIn('v', 'a.language')}
       left join lateral ${heldNumbers('a.id')} h on h.document_key = v.document_key
     where a.id > $2 and a.created_at < v.publish_at and a.status = 'ACTIVE'
       and exists (select from account_role r join role on role.key = r.role_key
                   where r.account_id = a.id and role.audience = 'CREATOR')
     order by a.id limit ${batchSize}`,
    [versionId, progress!.last],
  );
  const told = batch.filter(({ concerned }) => concerned);
  for (const one of told) await tell(tx, notifier, publicUrl, one);
  const last = batch.length < batchSize;
  await tx.query(
    `update terms_telling set last_account = $2, finished_at = case when $3 then now() end where version_id = $1`,
    [versionId, batch.at(-1)?.accountId ?? progress!.last, last],
  );
  return { looked: batch.length, told: told.length };
}

function tell(
  tx: Transaction,
  notifier: Notifier,
  publicUrl: string,
  { accountId, title, stopsAt: at, ...reader }: Told,
): Promise<void> {
  const link = `${publicUrl}/terms`;
  if (at === null) return notifier.notify(tx, termsChanged, { accountId, variables: { title, link } });
  if (at <= new Date()) return notifier.notify(tx, termsNeeded, { accountId, variables: { title, link } });
  return notifier.notify(tx, termsToAccept, { accountId, variables: { title, date: dayWords(at, reader), link } });
}
