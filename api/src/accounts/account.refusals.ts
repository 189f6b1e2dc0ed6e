import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Refusal } from '../platform/errors.ts';

@ObjectType({ description: 'Nobody can hand on what they do not hold, nor act on somebody who holds more.' })
export class NotHeld implements Refusal {
  @Field(() => String)
  readonly message = 'You do not hold this yourself';

  @Field(() => [String], { description: 'Names of the permissions that are missing, or held less widely.' })
  readonly missing: string[];

  constructor(missing: string[]) {
    this.missing = [...new Set(missing)].sort();
  }
}

@ObjectType({ description: 'Nobody would be left who may give roles and change them, or do what only owners may.' })
export class LastAdministrator implements Refusal {
  @Field(() => String)
  readonly message = 'Nobody would be left who may administer people and roles, or do what only owners may';
}

@ObjectType({ description: 'The e-mail address has an account already.' })
export class EmailInUse implements Refusal {
  @Field(() => String)
  readonly message = 'This e-mail address has an account already';

  @Field(() => ID, { nullable: true, description: 'For who may see everybody. Null: for others.' })
  readonly accountId: string | null;

  constructor(accountId: string | null) {
    this.accountId = accountId;
  }
}

@ObjectType({ description: 'A role that people have cannot be deleted.' })
export class RoleInUse implements Refusal {
  @Field(() => String)
  readonly message = 'People still have this role';

  @Field(() => Int, { description: 'How many people have it.' })
  readonly holders: number;

  constructor(holders: number) {
    this.holders = holders;
  }
}
