import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { SignInStep } from '../platform/actor.ts';
import { Personal } from '../platform/personal-data.ts';
import type { AccountStatus } from './account.lifecycle.ts';
import { emailIndex, maskEmail, maskPhone, nameWordIndexes, phoneIndex } from './account.personal.ts';

@ObjectType({ description: 'Another person, as much of them as the viewer may see.' })
export class Person {
  @Field(() => ID, { description: 'Of the account.' })
  id!: string;

  @Field(() => String, { description: 'As the person wishes to be called.' })
  displayName!: string;
}

@Entity('account')
export class Account extends Person {
  @PrimaryGeneratedColumn('uuid')
  override id!: string;

  @Personal({
    table: 'account',
    column: 'name_sealed',
    kind: 'name',
    retention: 'account',
    description: 'What the person is called',
    plain: 'display_name',
    indexes: [{ column: 'name_words', of: nameWordIndexes }],
  })
  override displayName!: string;

  /** As the person wrote it; found without regard to case. */
  @Personal({
    table: 'account',
    column: 'email_sealed',
    kind: 'contact',
    retention: 'account',
    description: 'Where the person receives mail, and what they sign in with',
    plain: 'email',
    mask: maskEmail,
    indexes: [{ column: 'email_index', of: emailIndex }],
  })
  email!: string;

  @Column({ type: 'bytea', name: 'email_index', nullable: true, select: false, insert: false, update: false })
  emailIndex!: Buffer;

  /** E.164, such as +491701234567. */
  @Personal({
    table: 'account',
    column: 'phone_sealed',
    kind: 'contact',
    retention: 'account',
    description: 'Where the person can be called',
    mask: maskPhone,
    indexes: [{ column: 'phone_index', of: phoneIndex }],
  })
  phone!: string | null;

  /** PHC string, see password.ts. Null: nobody has chosen one yet. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column('text')
  status!: AccountStatus;

  @Column('uuid', { name: 'organisation_id', nullable: true })
  organisationId!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;
}

registerEnumType(SignInStep, {
  name: 'SignInStep',
  description: 'What somebody who gave the right password still has to do before they are signed in.',
  valuesConfig: {
    ENROLMENT: { description: 'Set up a second factor, which the role demands.' },
    PASSWORD_CHANGE: { description: 'Choose another password.' },
    SECOND_FACTOR: { description: 'Prove the second factor.' },
  },
});

@ObjectType({ description: 'The signed-in person.' })
export class Viewer extends Person {
  @Field(() => String, { description: 'To sign in with; in full, since it is the viewer’s own.' })
  email!: string;

  @Field(() => String, { nullable: true, description: 'E.164, such as +491701234567. Null: none was given.' })
  phone!: string | null;

  @Field(() => String, { description: 'In which mails are written to this person, such as `en`.' })
  language!: string;

  @Field(() => String, { description: 'A name of the IANA time zone database.' })
  timeZone!: string;

  @Field(() => [String], { description: 'Keys of the roles this person has, such as `INFLUENCER`.' })
  roles!: string[];

  @Field(() => [String], { description: 'Names of the permissions this person holds, such as `imaging.monitor`.' })
  permissions!: string[];

  @Field(() => SignInStep, { nullable: true, description: 'Null when fully signed in; otherwise what is left to do.' })
  signInStep!: SignInStep | null;
}
