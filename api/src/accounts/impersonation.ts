import { Field, ObjectType } from 'type-graphql';
import type { Refusal } from '../platform/errors.ts';
import { Person } from './account.entity.ts';

@ObjectType({ description: 'Staff are looking at this account through the eyes of its owner.' })
export class Impersonation {
  @Field(() => Person, { description: 'Who is looking.' })
  impersonator!: Person;

  @Field(() => Boolean, { description: 'Nothing can be changed.' })
  readOnly!: boolean;

  @Field(() => Date, { description: 'When it ends by itself.' })
  endsAt!: Date;
}

@ObjectType({ description: 'The way into the account. Works once, and only for a minute.' })
export class ImpersonationLink {
  @Field(() => String, { description: 'The code stands behind the `#`, where no server sees it.' })
  address!: string;

  @Field(() => Date, { description: 'Opens nothing afterwards.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'The owner of the account has not allowed support to look at it, or not any more.' })
export class SupportAccessNotAllowed implements Refusal {
  @Field(() => String)
  readonly message = 'Ask the owner of the account to allow support access on their security page';
}
