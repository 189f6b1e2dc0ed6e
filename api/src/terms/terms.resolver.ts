import { Arg, createUnionType, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { fallbackLanguage } from '../inbox/notice-texts.ts';
import type { ConsentService } from './consent.service.ts';
import { ConsentConnection, MyTerms, Terms } from './terms.entity.ts';
import { TermsReplaced } from './terms.refusals.ts';

@ObjectType({ description: 'How the viewer stands to everything after accepting.' })
export class TermsAccepted {
  @Field(() => [MyTerms], { description: 'How the viewer stands to everything in force now.' })
  terms!: MyTerms[];
}

const AcceptTermsResult = createUnionType({
  name: 'AcceptTermsResult',
  types: () => [TermsAccepted, TermsReplaced] as const,
});

@Resolver()
export class TermsResolver {
  constructor(private readonly consents: ConsentService) {}

  @Query(() => [Terms], { description: 'Every document that is in force.' })
  termsInForce(
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code; where a document has no such text, its first one is given.',
    })
    language: string,
  ): Promise<Terms[]> {
    return this.consents.inForce(language);
  }

  @Query(() => Terms, { description: 'Without `number`: the version in force.' })
  terms(
    @Arg('key', () => ID, { description: 'Stable name of a document, such as `PRIVACY_POLICY`.' }) key: string,
    @Arg('number', () => Int, { nullable: true, description: 'Null: the version in force.' }) number: number | null,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code; where a document has no such text, its first one is given.',
    })
    language: string,
  ): Promise<Terms> {
    return this.consents.terms(key, number, language);
  }

  @Query(() => [MyTerms], { description: 'Every document of the terms, with what one has said to it.' })
  myTerms(
    @Ctx() { actor }: Context,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code; where a document has no such text, its first one is given.',
    })
    language: string,
  ): Promise<MyTerms[]> {
    return this.consents.mine(actor, language);
  }

  @Query(() => ConsentConnection, { description: 'What the viewer agreed to and took back, newest first.' })
  myConsents(
    @Ctx() { actor }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<ConsentConnection> {
    return this.consents.consents(actor, { first, after });
  }

  @Mutation(() => AcceptTermsResult, {
    description: 'All of them or none. `language`: in which they were read. Safe to repeat.',
  })
  acceptTerms(
    @Ctx() { actor }: Context,
    @Arg('versionIds', () => [ID], { description: 'What was read; all of them, or nothing is accepted.' })
    versionIds: string[],
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'In which it was read; kept with the consent.',
    })
    language: string,
  ): Promise<TermsAccepted | TermsReplaced> {
    return orRefusal(
      this.consents.accept(actor, versionIds, language).then((terms) => Object.assign(new TermsAccepted(), { terms })),
      TermsReplaced,
    );
  }

  @Mutation(() => MyTerms, { description: 'Of a document that is optional. Safe to repeat.' })
  withdrawConsent(
    @Ctx() { actor }: Context,
    @Arg('key', () => ID, { description: 'Stable name of a document, such as `PRIVACY_POLICY`.' }) key: string,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'In which it was read; kept with the consent.',
    })
    language: string,
  ): Promise<MyTerms> {
    return this.consents.withdraw(actor, key, language);
  }
}
