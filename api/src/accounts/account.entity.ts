import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { SignInStep } from '../platform/actor.ts';
import type { AccountStatus } from './account.lifecycle.ts';

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

  /** PHC string, see password.ts. Null: nobody has chosen one yet. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column('text')
  status!: AccountStatus;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;
}

registerEnumType(SignInStep, {
  name: 'SignInStep',
  description: 'What somebody who gave the right password still has to do before they are signed in.',
});

@ObjectType({ description: 'The signed-in person.' })
export class Viewer extends Person {
  @Field(() => String)
  email!: string;

  @Field(() => [String], { description: 'Keys of the roles this person has, such as `INFLUENCER`.' })
  roles!: string[];

  @Field(() => [String], { description: 'Names of the permissions this person holds, such as `imaging.monitor`.' })
  permissions!: string[];

  @Field(() => SignInStep, { nullable: true, description: 'Null when fully signed in; otherwise what is left to do.' })
  signInStep!: SignInStep | null;
}
