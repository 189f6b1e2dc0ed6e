import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Personal } from '../platform/personal-data.ts';

@ObjectType({ description: 'A key on a device, or in a password manager, that signs in instead of a password.' })
@Entity('passkey')
export class Passkey {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  /** As the authenticator knows it, in base64url. */
  @Column('text', { name: 'credential_id' })
  credentialId!: string;

  /** COSE. */
  @Column('bytea', { name: 'public_key' })
  publicKey!: Buffer;

  /** Of signatures so far, as text; passkeys that are on several devices do not count. */
  @Column('bigint')
  counter!: string;

  @Column('text', { array: true })
  transports!: string[];

  @Personal({
    table: 'passkey',
    column: 'name_sealed',
    kind: 'device',
    retention: 'use',
    description: 'What somebody calls a key of theirs, often after themselves and their device',
    plain: 'name',
  })
  passkeyName!: string;

  @Field(() => String, { description: 'As its owner calls it.' })
  get name(): string {
    return this.passkeyName;
  }

  @Field(() => Boolean, { description: 'A copy is kept elsewhere: losing the device does not lose it.' })
  @Column('boolean', { name: 'backed_up' })
  backedUp!: boolean;

  @Field(() => Date)
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null: never used to sign in.' })
  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt!: Date | null;
}
