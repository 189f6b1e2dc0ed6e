import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../../platform/context.ts';
import type { IdentityCheckService } from './identity-check.service.ts';
import { IdentityCheck } from './identity-check.ts';

@Resolver()
export class IdentityCheckResolver {
  constructor(private readonly checks: IdentityCheckService) {}

  @Query(() => Boolean, { description: 'Whether a provider can check the document, instead of an upload.' })
  identityCheckOffered(): boolean {
    return this.checks.offered;
  }

  @Query(() => IdentityCheck, { nullable: true, description: 'The viewer’s newest. Null: none was begun.' })
  identityCheck(@Ctx() { actor }: Context): Promise<IdentityCheck | null> {
    return this.checks.newest(actor);
  }

  @Mutation(() => IdentityCheck, {
    description: 'Its `url` comes a moment later: listen to `onboardingChanged` and read it again.',
  })
  startIdentityCheck(@Ctx() { actor }: Context): Promise<IdentityCheck> {
    return this.checks.start(actor);
  }
}
