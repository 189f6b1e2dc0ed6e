import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { PageInfo } from '../platform/pagination.ts';

export enum SettingLevel {
  ROLE = 'ROLE',
  ACCOUNT = 'ACCOUNT',
}
registerEnumType(SettingLevel, {
  name: 'SettingLevel',
  description: 'For whom, besides the whole workspace, another value may hold.',
  valuesConfig: { ROLE: { description: 'Everybody who has one role.' }, ACCOUNT: { description: 'One person.' } },
});

@ObjectType({ description: 'Both null: the whole workspace.' })
export class SettingScope {
  @Field(() => String, { nullable: true, description: 'Null unless it is for one role.' })
  roleKey!: string | null;

  @Field(() => String, { nullable: true, description: 'Null also when there is no such role any more.' })
  roleName!: string | null;

  @Field(() => Person, { nullable: true, description: 'Null unless it is for one person.' })
  person!: Person | null;
}

@ObjectType({ description: 'One change of a setting. Never changes itself.' })
export class SettingChange {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { description: 'Which setting, such as `accounts.lockAfter`.' })
  settingKey!: string;

  @Field(() => SettingScope, { description: 'For whom.' })
  scope!: SettingScope;

  @Field(() => Int, { description: 'Counts the changes of the setting in this scope.' })
  revision!: number;

  @Field(() => String, {
    nullable: true,
    description: 'JSON. Null: the wider scope held. Of a secret only `true`, when there was one.',
  })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'As `before`. Null: the wider scope holds again.' })
  after!: string | null;

  @Field(() => Date, { description: 'From then on it held.' })
  changedAt!: Date;

  @Field(() => Person, {
    nullable: true,
    description: 'Null: the platform itself, or its operator at the command line.',
  })
  changedBy!: Person | null;

  @Field(() => String, { nullable: true, description: 'What whoever changed it wrote. Null: nothing.' })
  reason!: string | null;
}

@ObjectType()
export class SettingChangeConnection {
  @Field(() => [SettingChange])
  nodes!: SettingChange[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType('Setting', { description: 'A rule of the business that staff change while the product runs.' })
export class SettingView {
  @Field(() => ID, { description: 'Such as `accounts.lockAfter`.' })
  key!: string;

  @Field(() => String, { description: 'The part of the key before the dot.' })
  group!: string;

  @Field(() => String, { description: 'What it decides, in English.' })
  description!: string;

  @Field(() => String, {
    nullable: true,
    description: 'In what the value is counted, such as `minutes`. Null: in nothing.',
  })
  unit!: string | null;

  @Field(() => String, { description: 'What may be set, as JSON Schema.' })
  shape!: string;

  @Field(() => Boolean, { description: 'Can be set and replaced, but nobody can see it.' })
  secret!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'JSON: what holds until somebody sets another value. Null: nothing does.',
  })
  initial!: string | null;

  @Field(() => String, { nullable: true, description: 'JSON: what holds for the workspace. Null for a secret.' })
  value!: string | null;

  @Field(() => Boolean, { description: 'Somebody has set it for the workspace.' })
  isSet!: boolean;

  @Field(() => Int, { description: 'Counts the changes for the workspace; 0: never changed. Sent back when changing.' })
  revision!: number;

  @Field(() => [SettingLevel], { description: 'For whom another value may hold.' })
  levels!: SettingLevel[];

  @Field(() => Int, { description: 'For how many roles and people another value holds.' })
  overrides!: number;

  @Field(() => SettingChange, {
    nullable: true,
    description: 'The last one for the workspace. Null: it was never changed.',
  })
  lastChange!: SettingChange | null;
}

@ObjectType({ description: 'Another value for one role or one person.' })
export class SettingOverride {
  @Field(() => ID)
  id!: string;

  @Field(() => SettingScope, { description: 'For whom.' })
  scope!: SettingScope;

  @Field(() => String, { description: 'JSON.' })
  value!: string;

  @Field(() => Int, { description: 'Grows with each change. Sent back when changing.' })
  revision!: number;

  @Field(() => Date, { description: 'From then on it holds.' })
  changedAt!: Date;

  @Field(() => Person, { nullable: true, description: 'Null: the platform itself, or somebody who is gone.' })
  changedBy!: Person | null;
}

@ObjectType()
export class SettingOverrideConnection {
  @Field(() => [SettingOverride])
  nodes!: SettingOverride[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A setting after it was changed.' })
export class ChangedSetting {
  @Field(() => SettingView, { description: 'As it holds from now on.' })
  setting!: SettingView;

  @Field(() => SettingChange, { nullable: true, description: 'Null: the setting had this value already.' })
  change!: SettingChange | null;
}

@InputType({ description: 'Another value for a setting, for everybody or for one role or person.' })
export class ChangeSettingInput {
  @Field(() => ID, { description: 'Of a setting of `settings`.' })
  key!: string;

  @Field(() => String, { nullable: true, description: 'JSON. Null: the wider scope holds again.' })
  value?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Key of the role for which to change it. Null: for no single role.',
  })
  role?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The person for whom to change it. Null: for no single person; without a role either, for everybody.',
  })
  accountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Kept in the history for other staff. Null: nothing is said.' })
  reason?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Revision that was seen; a newer one is answered as a conflict. Null: whatever it is by now is replaced.',
  })
  revision?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: an exception to be added; one that is there already is answered as a conflict. Null: false.',
  })
  added?: boolean | null;
}
