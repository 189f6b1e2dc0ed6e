import {
  Arg,
  createUnionType,
  Ctx,
  ID,
  Int,
  Mutation,
  ObjectType,
  Field,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
} from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';
import { fallbackLanguage } from '../../inbox/notice-texts.ts';
import type { Context } from '../../platform/context.ts';
import { orRefusal } from '../../platform/errors.ts';
import { resolverOf } from '../../platform/graphql-schema.ts';
import { demand } from '../../platform/permission.ts';
import { DocumentRequest } from '../document-request.ts';
import { reviewApplications } from '../onboarding.policy.ts';
import { ProfilesNotProven } from '../social-proof/social-profile.ts';
import { SectionKind } from '../section.lifecycle.ts';
import { listenAtDesk, type CaseNews } from './desk.live.ts';
import type { DeskServices } from './desk.ts';
import {
  AskForDocumentInput,
  CaseFilter,
  CaseNotHeld,
  CaseOrder,
  CaseUndecided,
  DecideCaseInput,
  DeletedReviewView,
  DocumentCheck,
  QueueEmpty,
  ReviewCase,
  ReviewCaseConnection,
  ReviewQueueFacts,
  ReviewView,
  SaveDocumentCheckInput,
  SavedCaseFilter,
  SaveVerdictInput,
  SectionVerdict,
  VerdictConflict,
} from './review-case.ts';
import { ReviewFile, ReviewNote } from './review-file.ts';
import { ReviewNumbers, ReviewNumbersFile } from './review-numbers.ts';
import { ReviewReason, ReviewReasonConflict, SaveReviewReasonInput } from './review-reason.ts';

const ClaimCaseResult = createUnionType({
  name: 'ClaimCaseResult',
  types: () => [ReviewCase, CaseNotHeld] as const,
});
const ClaimNextCaseResult = createUnionType({
  name: 'ClaimNextCaseResult',
  types: () => [ReviewCase, QueueEmpty] as const,
});
const SaveVerdictResult = createUnionType({
  name: 'SaveVerdictResult',
  types: () => [SectionVerdict, VerdictConflict, CaseNotHeld] as const,
});
const CheckDocumentResult = createUnionType({
  name: 'CheckDocumentResult',
  types: () => [DocumentCheck, CaseNotHeld] as const,
});
const DecideCaseResult = createUnionType({
  name: 'DecideCaseResult',
  types: () => [ReviewCase, CaseUndecided, CaseNotHeld, ProfilesNotProven] as const,
});
const AskForDocumentResult = createUnionType({
  name: 'AskForDocumentResult',
  types: () => [DocumentRequest, CaseNotHeld] as const,
});
const SaveReviewReasonResult = createUnionType({
  name: 'SaveReviewReasonResult',
  types: () => [ReviewReason, ReviewReasonConflict] as const,
});

@ObjectType({ description: 'That something about a case is another now.' })
export class ReviewCaseNews {
  @Field(() => ID, { description: 'To be read anew.' })
  caseId!: string;
}

@Resolver()
export class DeskResolver {
  constructor(private readonly desk: DeskServices) {}

  @Query(() => ReviewCaseConnection, { description: 'Cases of creators, but not of the viewer.' })
  reviewCases(
    @Ctx() { actor }: Context,
    @Arg('filter', () => CaseFilter, { nullable: true }) filter: CaseFilter | null,
    @Arg('order', () => CaseOrder, { defaultValue: CaseOrder.DUE }) order: CaseOrder,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<ReviewCaseConnection> {
    return this.desk.cases.list(actor, { filter, order, first, after });
  }

  @Query(() => ReviewQueueFacts, { description: 'How many cases wait, are overdue, held, proposed.' })
  reviewQueueFacts(@Ctx() { actor }: Context): Promise<ReviewQueueFacts> {
    return this.desk.cases.facts(actor);
  }

  @Query(() => ReviewFile, {
    description:
      'Everything about a case. In full for whoever holds it, which is recorded; masked for other reviewers.',
  })
  reviewFile(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which case.' }) id: string,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code of the reader: for names of what the product itself has worded.',
    })
    language: string,
  ): Promise<ReviewFile> {
    return this.desk.files.read(actor, id, language);
  }

  @Query(() => [Person], { description: 'Who may be given cases.' })
  reviewers(@Ctx() { actor }: Context): Promise<Person[]> {
    return this.desk.reviewers(actor);
  }

  @Query(() => [ReviewView], { description: 'The viewer’s own.' })
  reviewViews(@Ctx() { actor }: Context): Promise<ReviewView[]> {
    return this.desk.views.list(actor);
  }

  @Query(() => [ReviewReason], { description: 'In the order in which they are offered; also those that are retired.' })
  reviewReasons(@Ctx() { actor }: Context): Promise<ReviewReason[]> {
    return this.desk.reasons.list(actor);
  }

  @Query(() => ReviewNumbers, { description: 'From the one moment until just before the other.' })
  reviewNumbers(
    @Ctx() { actor }: Context,
    @Arg('from', () => Date, { description: 'Inclusive.' }) from: Date,
    @Arg('to', () => Date, { description: 'Exclusive; at most 400 days later.' }) to: Date,
  ): Promise<ReviewNumbers> {
    return this.desk.numbers.read(actor, from, to);
  }

  @Query(() => ReviewNumbersFile, { description: 'The numbers of the desk as CSV.' })
  reviewNumbersFile(
    @Ctx() { actor }: Context,
    @Arg('from', () => Date, { description: 'Inclusive.' }) from: Date,
    @Arg('to', () => Date, { description: 'Exclusive; at most 400 days later.' }) to: Date,
  ): Promise<ReviewNumbersFile> {
    return this.desk.numbers.file(actor, from, to);
  }

  @Mutation(() => ClaimCaseResult, { description: 'Takes a case; one that the viewer holds is theirs for longer.' })
  claimCase(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which case.' }) id: string,
  ): Promise<typeof ClaimCaseResult> {
    return orRefusal(this.desk.claims.claim(actor, id), CaseNotHeld);
  }

  @Mutation(() => ClaimNextCaseResult, {
    description: 'Takes the case that is due first: of those given to the viewer, then of those that nobody has.',
  })
  claimNextCase(
    @Ctx() { actor }: Context,
    @Arg('filter', () => CaseFilter, {
      nullable: true,
      description: 'Its `status` and `assignee` do not count. Null: whatever is due first.',
    })
    filter: CaseFilter | null,
  ): Promise<typeof ClaimNextCaseResult> {
    return orRefusal(this.desk.claims.claimNext(actor, filter ?? new CaseFilter()), QueueEmpty);
  }

  @Mutation(() => ClaimCaseResult, { description: 'Back to the queue, undecided. What was said so far stays with it.' })
  releaseCase(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which case.' }) id: string,
  ): Promise<typeof ClaimCaseResult> {
    return orRefusal(this.desk.claims.release(actor, id), CaseNotHeld);
  }

  @Mutation(() => [ReviewCase], { description: 'At most 100. Those that somebody has before them stay as they are.' })
  assignCases(
    @Ctx() { actor }: Context,
    @Arg('ids', () => [ID], { description: 'Cases that are open.' }) ids: string[],
    @Arg('assigneeId', () => ID, { nullable: true, description: 'Null: nobody in particular.' }) assigneeId:
      | string
      | null,
  ): Promise<ReviewCase[]> {
    return this.desk.assign(actor, ids, assigneeId);
  }

  @Mutation(() => SaveVerdictResult, {
    description: 'What the reviewer thinks of one section. Only while holding the case.',
  })
  saveSectionVerdict(
    @Ctx() { actor }: Context,
    @Arg('input', () => SaveVerdictInput) input: SaveVerdictInput,
  ): Promise<typeof SaveVerdictResult> {
    return orRefusal(this.desk.verdicts.save(actor, input), VerdictConflict, CaseNotHeld);
  }

  @Mutation(() => ClaimCaseResult, {
    description:
      'Asks for more of a section that was accepted before: whoever holds the case decides about it once again.',
  })
  reopenSection(
    @Ctx() { actor }: Context,
    @Arg('caseId', () => ID, { description: 'Which case.' }) caseId: string,
    @Arg('section', () => SectionKind, { description: 'Which part of the application.' }) section: SectionKind,
  ): Promise<typeof ClaimCaseResult> {
    return orRefusal(this.desk.verdicts.reopen(actor, caseId, section), CaseNotHeld);
  }

  @Mutation(() => AskForDocumentResult, {
    description:
      'Asks this creator for a document besides what everybody hands in. They hear of it when the section goes back to them.',
  })
  askForDocument(
    @Ctx() { actor }: Context,
    @Arg('input', () => AskForDocumentInput) input: AskForDocumentInput,
  ): Promise<typeof AskForDocumentResult> {
    return orRefusal(this.desk.documentRequests.ask(actor, input), CaseNotHeld);
  }

  @Mutation(() => AskForDocumentResult, {
    description:
      'Takes back the wish for a document as long as nothing was handed in for it. While nobody has the case, every reviewer may.',
  })
  withdrawDocumentRequest(
    @Ctx() { actor }: Context,
    @Arg('caseId', () => ID, { description: 'The newest one of the creator.' }) caseId: string,
    @Arg('id', () => ID, { description: 'Which request.' }) id: string,
  ): Promise<typeof AskForDocumentResult> {
    return orRefusal(this.desk.documentRequests.withdraw(actor, caseId, id), CaseNotHeld);
  }

  @Mutation(() => CheckDocumentResult, {
    description: 'Notes of a reviewer on legibility, date and genuineness. Only while holding the case.',
  })
  checkDocument(
    @Ctx() { actor }: Context,
    @Arg('input', () => SaveDocumentCheckInput) input: SaveDocumentCheckInput,
  ): Promise<typeof CheckDocumentResult> {
    return orRefusal(this.desk.verdicts.check(actor, input), CaseNotHeld);
  }

  @Mutation(() => DecideCaseResult, {
    description:
      'Says what becomes of the application: to its sections, its creator, by mail and live. Where two reviewers are needed, the first one only proposes.',
  })
  decideCase(
    @Ctx() { actor }: Context,
    @Arg('input', () => DecideCaseInput) input: DecideCaseInput,
  ): Promise<typeof DecideCaseResult> {
    return orRefusal(this.desk.decisions.decide(actor, input), CaseUndecided, CaseNotHeld, ProfilesNotProven);
  }

  @Mutation(() => ReviewNote, { description: 'For other reviewers; the creator never sees it.' })
  addReviewNote(
    @Ctx() { actor }: Context,
    @Arg('caseId', () => ID, { description: 'Which case.' }) caseId: string,
    @Arg('text', () => String, { description: 'For other reviewers only; creators never see it.' }) text: string,
  ): Promise<ReviewNote> {
    return this.desk.notes.add(actor, caseId, text);
  }

  @Mutation(() => ReviewView, { description: 'One with the same name is replaced.' })
  saveReviewView(
    @Ctx() { actor }: Context,
    @Arg('name', () => String, { description: 'One of the same name is replaced.' }) name: string,
    @Arg('filter', () => SavedCaseFilter, { description: 'What the view shall show.' }) filter: SavedCaseFilter,
  ): Promise<ReviewView> {
    return this.desk.views.save(actor, name, filter);
  }

  @Mutation(() => DeletedReviewView, { description: 'Removes an own saved view of the queue.' })
  deleteReviewView(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own.' }) id: string,
  ): Promise<DeletedReviewView> {
    return this.desk.views.remove(actor, id);
  }

  @Mutation(() => SaveReviewReasonResult, { description: 'Makes a reason, changes it, or retires it.' })
  saveReviewReason(
    @Ctx() { actor }: Context,
    @Arg('input', () => SaveReviewReasonInput) input: SaveReviewReasonInput,
  ): Promise<typeof SaveReviewReasonResult> {
    return orRefusal(this.desk.reasons.save(actor, input), ReviewReasonConflict);
  }

  @Subscription(() => ReviewCaseNews, {
    description: 'Whenever something about a case changed: which one.',
    subscribe: ({ context, info }: SubscribeResolverData<unknown, Record<string, never>, Context>) => {
      demand(context.actor, reviewApplications);
      return listenAtDesk(resolverOf(info, DeskResolver).desk.live);
    },
  })
  reviewCaseChanged(@Root() { id }: CaseNews): ReviewCaseNews {
    return { caseId: id };
  }
}
