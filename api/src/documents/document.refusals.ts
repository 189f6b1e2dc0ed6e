import { Field, ObjectType } from 'type-graphql';
import type { Refusal } from '../platform/errors.ts';

@ObjectType({
  description: 'Something was verified by this document. Another one can take its place, and is looked at then.',
})
export class DocumentRelied implements Refusal {
  @Field(() => String)
  message = 'Something was verified by this document: replace it instead';
}
