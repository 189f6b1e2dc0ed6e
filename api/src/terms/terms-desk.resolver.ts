import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { fallbackLanguage } from '../inbox/notice-texts.ts';
import type { Context } from '../platform/context.ts';
import type { ConsentService } from './consent.service.ts';
import { ConsentConnection, TermsDocument, TermsText, TermsVersion } from './terms.entity.ts';
import { TermsDraftInput } from './terms.inputs.ts';
import type { TermsDeskService } from './terms-desk.service.ts';

@Resolver(() => TermsVersion)
export class TermsDeskResolver {
  constructor(
    private readonly desk: TermsDeskService,
    private readonly consents: ConsentService,
  ) {}

  @Query(() => [TermsDocument], { description: 'Without the versions that were replaced.' })
  termsDocuments(@Ctx() { actor }: Context): Promise<TermsDocument[]> {
    return this.desk.documents(actor);
  }

  @Query(() => TermsDocument, { description: 'With its newest 100 versions.' })
  termsDocument(
    @Ctx() { actor }: Context,
    @Arg('key', () => ID, { description: 'Stable name of a document, such as `PRIVACY_POLICY`.' }) key: string,
  ): Promise<TermsDocument> {
    return this.desk.document(actor, key);
  }

  @Query(() => ConsentConnection, { description: 'Who agreed to a version and who took that back, newest first.' })
  termsConsents(
    @Ctx() { actor }: Context,
    @Arg('versionId', () => ID, { description: 'Consents to this version.' }) versionId: string,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<ConsentConnection> {
    return this.consents.consentsTo(actor, versionId, { first, after });
  }

  @FieldResolver(() => String, {
    description: 'Heading in the language, else in English, else in any that has one. Empty: a draft without words.',
  })
  title(
    @Root() { titles }: TermsVersion,
    @Arg('language', () => String, { defaultValue: fallbackLanguage, description: 'Language code of the reader.' })
    language: string,
  ): string {
    const byLanguage = new Map(Object.entries(titles));
    return [language, fallbackLanguage, ...byLanguage.keys()].map((each) => byLanguage.get(each)).find(Boolean) ?? '';
  }

  @FieldResolver(() => [TermsText], { description: 'One for each language.' })
  async texts(@Root() { id }: TermsVersion): Promise<TermsText[]> {
    return (await this.desk.texts.load(id)) ?? [];
  }

  @FieldResolver(() => Int, { description: 'How many people hold their consent to it.' })
  async consentCount(@Root() { id }: TermsVersion): Promise<number> {
    return (await this.desk.consentCounts.load(id)) ?? 0;
  }

  @Mutation(() => TermsDocument, { description: 'With an empty draft.' })
  createTermsDocument(
    @Ctx() { actor }: Context,
    @Arg('key', () => ID, { description: 'Stable name for it, such as `PRIVACY_POLICY`.' }) key: string,
  ): Promise<TermsDocument> {
    return this.desk.create(actor, key);
  }

  @Mutation(() => TermsVersion, { description: 'Begins with the words in force; what waits already is continued.' })
  draftTerms(
    @Ctx() { actor }: Context,
    @Arg('key', () => ID, { description: 'Stable name of a document, such as `PRIVACY_POLICY`.' }) key: string,
  ): Promise<TermsVersion> {
    return this.desk.draft(actor, key);
  }

  @Mutation(() => TermsVersion, { description: 'CONFLICT when somebody else saved since `revision` was read.' })
  saveTermsDraft(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which version.' }) id: string,
    @Arg('input', () => TermsDraftInput) input: TermsDraftInput,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
  ): Promise<TermsVersion> {
    return this.desk.save(actor, id, input, revision);
  }

  @Mutation(() => TermsDocument, { description: 'Removes a version that was not published.' })
  discardTermsDraft(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which version.' }) id: string,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
  ): Promise<TermsDocument> {
    return this.desk.discard(actor, id, revision);
  }

  @Mutation(() => TermsVersion, { description: 'At a time, or without one now.' })
  publishTerms(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which version.' }) id: string,
    @Arg('at', () => Date, { nullable: true, description: 'When it comes in force. Null: now.' }) at:
      | Date
      | null
      | undefined,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
  ): Promise<TermsVersion> {
    return this.desk.publish(actor, id, at ?? null, revision);
  }

  @Mutation(() => TermsVersion, { description: 'What waits for its time becomes a draft again.' })
  unscheduleTerms(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which version.' }) id: string,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
  ): Promise<TermsVersion> {
    return this.desk.unschedule(actor, id, revision);
  }
}
