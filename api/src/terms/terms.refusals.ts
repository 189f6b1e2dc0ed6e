import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Terms } from './terms.entity.ts';

@ObjectType({ description: 'A document by name.' })
export class TermsName {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  key!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String)
  title!: string;
}

@ObjectType({ description: 'This can be done once these have been accepted. Nothing was stored or counted.' })
export class TermsToAccept {
  @Field(() => String)
  message!: string;

  @Field(() => [TermsName])
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
