import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import { Arg, createUnionType, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../../platform/context.ts';
import { orRefusal } from '../../platform/errors.ts';
import { ApplicationRejected, SectionInReview } from '../application.ts';
import type { SocialProfileService } from './social-profile.service.ts';
import type { SocialProofService } from './social-proof.service.ts';
import {
  SocialPlatforms,
  SocialProfile,
  SocialProfileInvalid,
  SocialProfileRemoved,
  SocialSignIn,
} from './social-profile.ts';

const closed = [SectionInReview, ApplicationRejected] as const;
const AddSocialProfileResult = createUnionType({
  name: 'AddSocialProfileResult',
  types: () => [SocialProfile, SocialProfileInvalid, ...closed] as const,
});
const ChangeSocialProfileResult = createUnionType({
  name: 'ChangeSocialProfileResult',
  types: () => [SocialProfile, ...closed] as const,
});
const RemoveSocialProfileResult = createUnionType({
  name: 'RemoveSocialProfileResult',
  types: () => [SocialProfileRemoved, ...closed] as const,
});
const StartSocialSignInResult = createUnionType({
  name: 'StartSocialSignInResult',
  types: () => [SocialSignIn, ...closed] as const,
});

@Resolver()
export class SocialProfileResolver {
  constructor(
    private readonly profiles: SocialProfileService,
    private readonly proofs: SocialProofService,
  ) {}

  @Query(() => [SocialProfile], { description: 'The viewer’s own, oldest first.' })
  socialProfiles(@Ctx() { actor }: Context): Promise<SocialProfile[]> {
    return this.profiles.own(actor);
  }

  @Mutation(() => AddSocialProfileResult, {
    description: 'Adds a profile to the own application. The handle or address is brought to one form first.',
  })
  addSocialProfile(
    @Ctx() { actor }: Context,
    @Arg('platform', () => SocialPlatforms, { description: 'Where the profile is.' }) platform: SocialPlatform,
    @Arg('profile', () => String, { description: 'A handle, or the address of the profile.' }) profile: string,
  ): Promise<typeof AddSocialProfileResult> {
    return orRefusal(this.profiles.add(actor, platform, profile), SocialProfileInvalid, ...closed);
  }

  @Mutation(() => RemoveSocialProfileResult, {
    description: 'Takes a profile out of the own application. What was looked at stays known.',
  })
  removeSocialProfile(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own profiles.' }) id: string,
  ): Promise<typeof RemoveSocialProfileResult> {
    return orRefusal(this.profiles.remove(actor, id), ...closed);
  }

  @Mutation(() => ChangeSocialProfileResult, {
    description: 'A new code for a profile. The former one is no longer looked for.',
  })
  renewSocialCode(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own profiles.' }) id: string,
  ): Promise<typeof ChangeSocialProfileResult> {
    return orRefusal(this.profiles.renewCode(actor, id), ...closed);
  }

  @Mutation(() => ChangeSocialProfileResult, {
    description: 'Looks for the code on the public page. The outcome comes with `onboardingChanged`.',
  })
  checkSocialProfile(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own profiles.' }) id: string,
  ): Promise<typeof ChangeSocialProfileResult> {
    return orRefusal(this.proofs.check(actor, id), ...closed);
  }

  @Mutation(() => ChangeSocialProfileResult, { description: 'Leaves it to whoever reviews the application.' })
  askStaffAboutSocialProfile(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own profiles.' }) id: string,
  ): Promise<typeof ChangeSocialProfileResult> {
    return orRefusal(this.proofs.askStaff(actor, id), ...closed);
  }

  @Mutation(() => StartSocialSignInResult, {
    description: 'The address of the platform where the creator proves the profile.',
  })
  startSocialSignIn(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own profiles.' }) id: string,
  ): Promise<typeof StartSocialSignInResult> {
    return orRefusal(
      this.proofs.signInUrl(actor, id).then((url) => Object.assign(new SocialSignIn(), { url })),
      ...closed,
    );
  }

  @Mutation(() => ChangeSocialProfileResult, { description: 'With what the platform sent back to the page.' })
  finishSocialSignIn(
    @Ctx() { actor }: Context,
    @Arg('state', () => String, { description: 'As the platform gave it back in the address.' }) state: string,
    @Arg('code', () => String, { description: 'As the platform gave it back in the address.' }) code: string,
  ): Promise<typeof ChangeSocialProfileResult> {
    return orRefusal(this.proofs.finishSignIn(actor, state, code), ...closed);
  }
}
