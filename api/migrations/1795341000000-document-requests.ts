import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a reviewer asks one creator for in their own words, and what exactly a document was handed in as. */
export class DocumentRequests1795341000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table document_request (
        id uuid primary key,
        account_id uuid not null references onboarding_application (account_id) on delete cascade,
        -- During which it was asked for.
        case_id uuid not null references review_case (id) on delete cascade,
        section text not null,
        title_sealed bytea not null,
        explanation_sealed bytea not null,
        asked_at timestamptz(3) not null,
        -- The creator knows of it: the section went back to them. Null: the case is not decided.
        told_at timestamptz(3),
        -- What was there until then does not count: a reviewer found it wanting.
        refused_at timestamptz(3),
        -- The section was accepted with what was handed in.
        settled_at timestamptz(3),
        withdrawn_at timestamptz(3)
      );
      create index document_request_of_account on document_request (account_id, asked_at);
      create index document_request_of_case on document_request (case_id);

      alter table document
        -- Of several with the purpose REQUESTED, which one this answers.
        add column request_id uuid references document_request (id) on delete set null,
        -- Of several kinds that one purpose has, which one was asked when it was begun, such as W9. Null: nobody kept that.
        add column form text;
      create index document_of_request on document (request_id) where request_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table document drop column request_id, drop column form;
      drop table document_request;
    `);
  }
}
