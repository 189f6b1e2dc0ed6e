import {
  Arg,
  createUnionType,
  Ctx,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
} from 'type-graphql';
import type { AccountLive } from '../platform/account-live.ts';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { resolverOf } from '../platform/graphql-schema.ts';
import { demand } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { applicationAsSeenBy } from './application.view.ts';
import type { ApplicationService } from './application.service.ts';
import {
  AnswerConflict,
  AnswerInput,
  ApplicationRejected,
  OnboardingApplication,
  OnboardingSection,
  SectionIncomplete,
  SectionInReview,
} from './application.ts';
import { TermsToAccept } from '../terms/terms.refusals.ts';
import { JoiningRules, joiningRules } from './joining-rules.ts';
import type { OnboardingChanged } from './onboarding.change.ts';
import { useOwnApplication } from './onboarding.policy.ts';
import { SectionKind } from './section.lifecycle.ts';

const SaveAnswersResult = createUnionType({
  name: 'SaveAnswersResult',
  types: () => [OnboardingSection, AnswerConflict, SectionInReview, ApplicationRejected] as const,
});
const SubmitSectionResult = createUnionType({
  name: 'SubmitSectionResult',
  types: () => [OnboardingApplication, SectionIncomplete, ApplicationRejected, TermsToAccept] as const,
});
const ApplyAgainResult = createUnionType({
  name: 'ApplyAgainResult',
  types: () => [OnboardingApplication, ApplicationRejected, TermsToAccept] as const,
});

@Resolver()
export class OnboardingResolver {
  constructor(
    private readonly applications: ApplicationService,
    private readonly live: AccountLive<OnboardingChanged, OnboardingApplication>,
    private readonly settings: Settings,
  ) {}

  @Query(() => OnboardingApplication, { description: 'The viewer’s own.' })
  onboarding(@Ctx() { actor }: Context): Promise<OnboardingApplication> {
    return this.applications.own(actor);
  }

  @Query(() => JoiningRules, {
    description: 'How joining goes here: how long a review takes, what is asked. From the settings.',
  })
  joiningRules(@Ctx() { actor }: Context): JoiningRules {
    return joiningRules(actor, this.settings);
  }

  @Mutation(() => SaveAnswersResult, { description: 'Saves what was answered so far, right or wrong.' })
  saveAnswers(
    @Ctx() { actor }: Context,
    @Arg('section', () => SectionKind, { description: 'Which part of the application.' }) section: SectionKind,
    @Arg('answers', () => [AnswerInput], { description: 'Only those that changed; all are saved, or none.' })
    answers: AnswerInput[],
  ): Promise<typeof SaveAnswersResult> {
    return orRefusal(
      this.applications.save(actor, section, answers),
      AnswerConflict,
      SectionInReview,
      ApplicationRejected,
    );
  }

  @Mutation(() => SubmitSectionResult, {
    description: 'Hands a section in. With the last one that is asked the application goes to staff.',
  })
  submitSection(
    @Ctx() { actor }: Context,
    @Arg('section', () => SectionKind, { description: 'Which part of the application.' }) section: SectionKind,
  ): Promise<typeof SubmitSectionResult> {
    return orRefusal(this.applications.submit(actor, section), SectionIncomplete, ApplicationRejected, TermsToAccept);
  }

  @Mutation(() => ApplyAgainResult, {
    description:
      'After a rejection, from the day that it names: everything that is still complete goes to staff again.',
  })
  applyAgain(@Ctx() { actor }: Context): Promise<typeof ApplyAgainResult> {
    return orRefusal(this.applications.applyAgain(actor), ApplicationRejected, TermsToAccept);
  }

  @Subscription(() => OnboardingApplication, {
    description: 'The viewer’s own, whenever something about it changed.',
    subscribe: ({ context, info }: SubscribeResolverData<unknown, Record<string, never>, Context>) =>
      resolverOf(info, OnboardingResolver).live.subscribe(demand(context.actor, useOwnApplication).accountId),
  })
  onboardingChanged(@Root() application: OnboardingApplication, @Ctx() { actor }: Context): OnboardingApplication {
    return applicationAsSeenBy(actor, application);
  }
}
