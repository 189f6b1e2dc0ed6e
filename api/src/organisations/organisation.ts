import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum OrganisationKind {
  AGENCY = 'AGENCY',
  BRAND = 'BRAND',
}
registerEnumType(OrganisationKind, {
  name: 'OrganisationKind',
  description: 'What an organisation is.',
  valuesConfig: {
    AGENCY: { description: 'Whom the staff work for.' },
    BRAND: { description: 'A client with campaigns.' },
  },
});

@ObjectType({ description: 'Whom people work for: the agency, or a brand whose campaigns it runs.' })
export class Organisation {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'For people.' })
  name!: string;

  @Field(() => OrganisationKind, { description: 'The agency, or one of the brands.' })
  kind!: OrganisationKind;
}
