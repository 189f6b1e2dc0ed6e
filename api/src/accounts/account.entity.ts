import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export enum AccountRole {
  ADMINISTRATOR = 'ADMINISTRATOR',
  INFLUENCER = 'INFLUENCER',
}
registerEnumType(AccountRole, { name: 'AccountRole' });

@ObjectType({ description: 'Another person, as much of them as the viewer may see.' })
export class Person {
  @Field(() => ID)
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Field(() => String)
  @Column('text', { name: 'display_name' })
  displayName!: string;
}

@Entity('account')
export class Account extends Person {
  /** Compared without regard to case. */
  @Column('citext')
  email!: string;

  @Column('text')
  role!: AccountRole;

  /** PHC string, see password.ts. */
  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;
}

@ObjectType({ description: 'The signed-in person.' })
export class Viewer extends Person {
  @Field(() => String)
  email!: string;

  @Field(() => AccountRole)
  role!: AccountRole;

  @Field(() => [String], { description: 'Names of the permissions this person holds, such as `imaging.monitor`.' })
  permissions!: string[];
}
