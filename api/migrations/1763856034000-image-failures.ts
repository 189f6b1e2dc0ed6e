import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The desk looks for requests that failed in the same way. */
export class ImageFailures1763856034000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index image_request_by_failure on image_request (failure_code, created_at desc, id desc)
        where failure_code is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index image_request_by_failure');
  }
}
