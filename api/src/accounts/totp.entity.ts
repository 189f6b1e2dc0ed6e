import { Column, Entity, PrimaryColumn } from 'typeorm';
import { sealedColumn } from '../platform/sealed-columns.ts';

/** An authenticator app. */
@Entity('totp')
export class Totp {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('bytea')
  secret!: Buffer;

  /** Null until the person has sent a first code. */
  @Column({ type: 'timestamptz', name: 'confirmed_at', precision: 3, nullable: true })
  confirmedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;
}

export const totpSecret = sealedColumn({
  table: 'totp',
  column: 'secret',
  id: 'id',
  kind: 'credential',
  retention: 'use',
  description: 'What an authenticator app makes its codes from',
  names: ['totpSecret'],
});
