import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of whom a row is about says so itself; those that were shown by organisation already stay so as well. */
const guardedBefore = [
  'account_permission',
  'account_role',
  'api_key',
  'email_change',
  'impersonation',
  'mail_digest',
  'mail_digest_item',
  'mail_message',
  'notification',
  'notification_preference',
  'one_time_link',
  'passkey',
  'personal_reveal',
  'recovery_code',
  'session',
  'totp',
];
const guardedNow = [
  'applicant_mark',
  'consent',
  'document',
  'document_request',
  'first_steps',
  'identity_check',
  'image',
  'image_quota',
  'image_request',
  'onboarding_application',
  'onboarding_section',
  'payout_account',
  'payout_verification',
  'review_case',
  'review_note',
  'review_view',
  'social_profile',
];
/** Rows that say only what they are a part of: the table and the column that leads there. */
const parts: [table: string, whole: string, column: string][] = [
  ['consent_origin', 'consent', 'consent_id'],
  ['document_check', 'document', 'document_id'],
  ['document_file', 'document', 'document_id'],
  ['expiry_reminder', 'onboarding_section', 'section_id'],
  ['identity_check_event', 'identity_check', 'check_id'],
  ['image_callback', 'image_request', 'request_id'],
  ['image_request_event', 'image_request', 'request_id'],
  ['payout_provider_event', 'payout_verification', 'verification_id'],
  ['review_verdict', 'review_case', 'case_id'],
  ['social_proof', 'social_profile', 'profile_id'],
  ['social_sign_in', 'social_profile', 'profile_id'],
];
const wholes = [...new Set(parts.map(([, whole]) => whole))];

/**
 * As a query in a case, so that Postgres reads the setting once for a statement: read for each row, it made counting five
 * times as slow. As an alternative (`or`) it would be taken for something that leaves few rows, and lists would be sorted.
 */
const setting = "current_setting('influencegen.account', true)";
const forOthers = (rule: string): string => `case (select coalesce(${setting}, '')) when '' then true else ${rule} end`;
const ownBy = (column: string): string => forOthers(`${column} = (select nullif(${setting}, '')::uuid)`);

/**
 * Row-level security for what belongs to an account: who reaches no further than their own (platform/request-reach.ts) is
 * shown and can write that alone. Said in a setting of its own, so that what was not said hides nothing, as before.
 */
export class OwnRows1795347000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How many wait before: a number tells nothing about whose they are.
      create function image_requests_ahead(since timestamptz, request uuid, horizon int) returns int
        language sql stable parallel safe security definer set search_path = pg_catalog, public as $$
        select count(*)::int from (
          select from public.image_request where status in ('PENDING', 'QUEUED') and (created_at, id) < (since, request)
           limit horizon) ahead $$;

      -- Whoever is shown what happened to a picture is shown who did it, members of staff among them.
      create function image_request_event_actor(event bigint) returns table (id uuid, name_sealed bytea)
        language sql stable parallel safe rows 1 security definer set search_path = pg_catalog, public as $$
        select a.id, a.name_sealed from public.image_request_event e join public.account a on a.id = e.actor_id
         where e.id = event $$;

      create policy account_own on account as restrictive using (${ownBy('id')});
    `);
    for (const table of guardedBefore)
      await runner.query(`create policy ${table}_own on ${table} as restrictive using (${ownBy('account_id')})`);
    for (const table of guardedNow)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy ${table}_own on ${table} using (${ownBy('account_id')});
      `);
    for (const whole of wholes)
      await runner.query(`
        create function is_${whole}_shown(shown uuid) returns boolean language plpgsql stable parallel safe
          set search_path = pg_catalog, public as $$
          begin return exists (select from public.${whole} where id = shown); end $$
      `);
    for (const [table, whole, column] of parts)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy ${table}_own on ${table} using (
          ${forOthers(`is_${whole}_shown(${column})`)});
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['account', ...guardedBefore]) await runner.query(`drop policy ${table}_own on ${table}`);
    for (const table of [...guardedNow, ...parts.map(([part]) => part)])
      await runner.query(`drop policy ${table}_own on ${table}; alter table ${table} disable row level security`);
    for (const whole of wholes) await runner.query(`drop function is_${whole}_shown`);
    await runner.query('drop function image_requests_ahead, image_request_event_actor');
  }
}
