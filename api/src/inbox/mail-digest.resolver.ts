import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { MailDigest, MailDigestInput } from './mail-digest.ts';
import type { MailDigestService } from './mail-digest.service.ts';

@Resolver()
export class MailDigestResolver {
  constructor(private readonly digests: MailDigestService) {}

  @Query(() => MailDigest, { description: 'When the own digest is sent.' })
  mailDigest(@Ctx() { actor }: Context): Promise<MailDigest> {
    return this.digests.digest(actor);
  }

  @Mutation(() => MailDigest, { description: 'What is about the security of the account is never held back.' })
  chooseMailDigest(
    @Ctx() { actor }: Context,
    @Arg('input', () => MailDigestInput) input: MailDigestInput,
  ): Promise<MailDigest> {
    return this.digests.choose(actor, input);
  }
}
