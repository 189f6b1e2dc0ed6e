import { Field, InputType } from 'type-graphql';

@InputType({ description: 'How somebody shows that it is they. Exactly one of these; the others are null.' })
export class ProofInput {
  @Field(() => String, { nullable: true, description: 'Counts for people without a second factor only.' })
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Six digits from the authenticator app.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'One of the codes kept for emergencies; each works once.' })
  recoveryCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'JSON of the answer to `passkeyProofOptions` by `navigator.credentials.get`.',
  })
  passkey?: string | null;
}
