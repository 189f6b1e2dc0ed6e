import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Terms } from './terms.entity.ts';

@ObjectType({ description: 'A document by name.' })
export class TermsName {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Stable name of the document, such as `PRIVACY_POLICY`.' })
  key!: string;

  @Field(() => Int, { description: 'Version of the document, counted from 1.' })
  number!: number;

  @Field(() => String, { description: 'Heading, in the language it was asked for or shown in.' })
  title!: string;
}

@ObjectType({ description: 'This can be done once these have been accepted. Nothing was stored or counted.' })
export class TermsToAccept {
  @Field(() => String)
  message!: string;

  @Field(() => [TermsName], { description: 'Each has to be accepted.' })
  terms!: TermsName[];

  constructor(terms: TermsName[]) {
    this.message = `Accept this first: ${terms.map(({ title }) => title).join(', ')}`;
    this.terms = terms;
  }
}

@ObjectType({ description: 'Meanwhile another version has taken the place of what was read. Nothing was accepted.' })
export class TermsReplaced {
  @Field(() => String)
  message!: string;

  @Field(() => [Terms], { description: 'What is in force instead.' })
  current!: Terms[];

  constructor(current: Terms[]) {
    this.message = 'This text was replaced in the meantime: read the new one';
    this.current = current;
  }
}
