import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'The way onto the phone. Opens once, for a few minutes.' })
export class HandOffLink {
  @Field(() => String, {
    description: 'To be shown as a code. The token stands behind the `#`, where no server sees it.',
  })
  address!: string;

  @Field(() => Date, { description: 'Opens nothing afterwards.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'The device with which joining goes on.' })
export class HandedOffPhone {
  @Field(() => ID, { description: 'That of its session.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Such as `Safari`. Null: not known.' })
  browser!: string | null;

  @Field(() => String, { nullable: true, description: 'Such as `iPhone`. Null: not known.' })
  system!: string | null;

  @Field(() => Date, { description: 'When the link was opened on it.' })
  since!: Date;

  @Field(() => Date, { description: 'When it is signed out by itself.' })
  endsAt!: Date;
}

@ObjectType({ description: 'Whether a phone goes on with joining.' })
export class HandOff {
  @Field(() => ID, { description: 'That of the account.' })
  id!: string;

  @Field(() => HandedOffPhone, { nullable: true, description: 'Null: no phone has opened the link.' })
  phone!: HandedOffPhone | null;
}
