import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was asked for an e-mail address and is done after the answer: see accounts/address-request.ts. */
export class AddressRequests1763769602500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table address_request (
        id uuid primary key,
        -- Address, name, password hash: as json.
        content_sealed bytea not null,
        ip inet,
        created_at timestamptz(3) not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table address_request');
  }
}
