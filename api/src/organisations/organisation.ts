import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum OrganisationKind {
  AGENCY = 'AGENCY',
  BRAND = 'BRAND',
}
registerEnumType(OrganisationKind, { name: 'OrganisationKind' });

@ObjectType({ description: 'Whom people work for: the agency, or a brand whose campaigns it runs.' })
export class Organisation {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => OrganisationKind)
  kind!: OrganisationKind;
}
