import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where creators are paid, how it was verified that an account is theirs, and what a provider told about it. */
export class PayoutAccounts1763856004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payout_account (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        status text not null constraint payout_account_status_known
          check (status in ('UNVERIFIED', 'VERIFYING', 'VERIFIED', 'FAILED', 'REPLACED')),
        -- Of the bank.
        country text not null,
        scheme text not null constraint payout_account_scheme_known check (scheme in ('IBAN', 'UK', 'US_ACH', 'SWIFT')),
        currency text not null,
        -- Sealed JSON: whose name is on it, and its numbers.
        details_sealed bytea not null,
        number_index bytea not null,
        created_at timestamptz(3) not null,
        verified_at timestamptz(3),
        -- When staff accepted the section of which it is part.
        accepted_at timestamptz(3),
        replaced_at timestamptz(3)
      );
      -- Verified and accepted: money goes there. Another one can be on its way meanwhile.
      create unique index payout_account_one_in_force on payout_account (account_id)
        where status = 'VERIFIED' and accepted_at is not null;
      create unique index payout_account_one_entered on payout_account (account_id)
        where status <> 'REPLACED' and not (status = 'VERIFIED' and accepted_at is not null);
      create index payout_account_of_account on payout_account (account_id, number_index);

      create table payout_verification (
        id uuid primary key default gen_random_uuid(),
        payout_account_id uuid not null references payout_account (id) on delete cascade,
        account_id uuid not null references account (id) on delete cascade,
        method text not null constraint payout_verification_method_known
          check (method in ('MICRO_DEPOSITS', 'STATEMENT', 'PROVIDER')),
        status text not null constraint payout_verification_status_known check (status in ('REQUESTED', 'OPEN', 'PROCESSING',
          'NEEDS_INPUT', 'VERIFIED', 'FAILED', 'LOCKED', 'EXPIRED', 'CANCELLED')),
        created_at timestamptz(3) not null,
        finished_at timestamptz(3),
        expires_at timestamptz(3),
        -- Of micro-deposits. Sealed JSON: two amounts in the smallest unit of the currency.
        amounts_sealed bytea,
        tries int not null default 0,
        sent_at timestamptz(3),
        sent_by uuid references account (id) on delete set null,
        -- Sealed: what finance wrote on the transfer.
        reference_sealed bytea,
        -- Of a provider.
        provider text,
        provider_account_id text,
        -- Sealed: whoever has the link is taken for the creator.
        link_sealed bytea,
        link_expires_at timestamptz(3),
        -- The provider's code of what was wrong, and its time of the newest news.
        problem text,
        heard_at timestamptz(3),
        constraint payout_verification_amounts check ((method = 'MICRO_DEPOSITS') = (amounts_sealed is not null))
      );
      create unique index payout_verification_one_open on payout_verification (payout_account_id)
        where status in ('REQUESTED', 'OPEN', 'PROCESSING', 'NEEDS_INPUT');
      create index payout_verification_of_account on payout_verification (account_id, created_at desc);
      create index payout_verification_of_payout_account on payout_verification (payout_account_id, created_at desc, id desc);
      create index payout_verification_instructions on payout_verification (status, created_at, id)
        where method = 'MICRO_DEPOSITS';
      create index payout_verification_expiring on payout_verification (expires_at) where status = 'OPEN';

      -- Each piece of news counts once.
      create table payout_provider_event (
        provider text not null,
        event_id text not null,
        verification_id uuid references payout_verification (id) on delete cascade,
        type text not null,
        outcome text not null,
        received_at timestamptz(3) not null,
        primary key (provider, event_id)
      );
      create index payout_provider_event_of_verification on payout_provider_event (verification_id);
      create index payout_provider_event_oldest on payout_provider_event (received_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table payout_provider_event, payout_verification, payout_account');
  }
}
