import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which mails are for whatever address the account has, and not for one that was meant: those follow it when staff send them again. */
export class MailToOwnAddress1795356100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mail_message add column to_own_address boolean not null default false;
      -- Of these alone some went elsewhere.
      update mail_message set to_own_address = true where notice not in (
        'accounts.alreadyRegistered', 'accounts.confirmNewAddress', 'accounts.emailChanged', 'payout-account-changed-former'
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table mail_message drop column to_own_address');
  }
}
