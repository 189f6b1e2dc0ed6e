import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a creator joins: one application in sections, and the cases in which staff look at it. */
export class Onboarding1763856000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Made with the first answer. Where it stands follows from its sections and cases.
      create table onboarding_application (
        account_id uuid primary key references account (id) on delete cascade,
        created_at timestamptz(3) not null,
        -- When the account was first approved.
        activated_at timestamptz(3)
      );

      create table onboarding_section (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references onboarding_application (account_id) on delete cascade,
        kind text not null constraint onboarding_section_kind_known check (kind in ('PERSON', 'ADDRESS', 'SOCIAL_PROFILES',
          'NICHES', 'AUDIENCE', 'IDENTITY_DOCUMENT', 'PAYOUT_ACCOUNT', 'TAX', 'CONSENTS')),
        status text not null constraint onboarding_section_status_known check (status in ('EMPTY', 'DRAFT', 'SUBMITTED',
          'IN_REVIEW', 'ACCEPTED', 'RETURNED', 'EXPIRED')),
        -- Sealed JSON: by field the values and the revision of the last change. Null where a section has rows of its own.
        answers_sealed bytea,
        -- What was accepted last: the truth for the rest of the product while a change waits for its review.
        accepted_sealed bytea,
        -- Sealed JSON: why it was returned.
        verdict_sealed bytea,
        changed_at timestamptz(3) not null,
        submitted_at timestamptz(3),
        decided_at timestamptz(3),
        expires_at timestamptz(3),
        constraint onboarding_section_once unique (account_id, kind)
      );
      create index onboarding_section_expiring on onboarding_section (expires_at) where status = 'ACCEPTED' and expires_at is not null;

      create table review_case (
        id uuid primary key default gen_random_uuid(),
        -- What people call it.
        number bigint generated always as identity constraint review_case_number_once unique,
        account_id uuid not null references onboarding_application (account_id) on delete cascade,
        status text not null constraint review_case_status_known
          check (status in ('WAITING', 'CLAIMED', 'PROPOSED', 'DECIDED', 'WITHDRAWN')),
        opened_at timestamptz(3) not null,
        due_at timestamptz(3) not null,
        high_risk boolean not null default false,
        assignee_id uuid references account (id) on delete set null,
        claimed_by uuid references account (id) on delete set null,
        claim_expires_at timestamptz(3),
        proposed_by uuid references account (id) on delete set null,
        decision text constraint review_case_decision_known check (decision in ('APPROVED', 'RETURNED', 'REJECTED')),
        decided_by uuid references account (id) on delete set null,
        decided_at timestamptz(3),
        -- After a rejection: from when the creator may apply again. Null: never.
        reapply_at timestamptz(3),
        constraint review_case_claim_whole check ((status = 'CLAIMED') = (claimed_by is not null)
          and (claimed_by is null) = (claim_expires_at is null)),
        constraint review_case_decision_whole check ((status = 'DECIDED') = (decided_at is not null))
      );
      create unique index review_case_one_open on review_case (account_id) where status in ('WAITING', 'CLAIMED', 'PROPOSED');
      create index review_case_of_account on review_case (account_id, opened_at desc);
      create index review_case_queue on review_case (due_at, id) where status in ('WAITING', 'CLAIMED', 'PROPOSED');
      create index review_case_newest on review_case (opened_at desc, id desc);

      -- What two people should not share: digests to find them by, and what they were made of, sealed.
      create table applicant_mark (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        kind text not null constraint applicant_mark_kind_known
          check (kind in ('DOCUMENT_NUMBER', 'PAYOUT_ACCOUNT', 'TAX_ID', 'SOCIAL_PROFILE', 'DEVICE', 'FILE')),
        text_sealed bytea not null,
        text_index bytea not null,
        constraint applicant_mark_once unique (account_id, kind, text_index)
      );
      create index applicant_mark_shared on applicant_mark (text_index);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table applicant_mark;
      drop table review_case;
      drop table onboarding_section;
      drop table onboarding_application;
    `);
  }
}
