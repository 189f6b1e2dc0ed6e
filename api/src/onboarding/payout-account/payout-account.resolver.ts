import { Arg, createUnionType, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../../platform/context.ts';
import { orRefusal } from '../../platform/errors.ts';
import type { Page } from '../../platform/pagination.ts';
import { ApplicationRejected, SectionIncomplete, SectionInReview } from '../application.ts';
import {
  DepositExport,
  DepositFilter,
  DepositInstruction,
  DepositInstructionConnection,
  DepositOrder,
  MarkDepositsSentInput,
  RevealedDeposit,
} from './deposit-instruction.ts';
import type { DepositInstructions } from './deposit-instructions.service.ts';
import { PayoutMethod } from './payout-account.lifecycle.ts';
import type { PayoutAccountService } from './payout-account.service.ts';
import { AmountsDiffer, PayoutSetup, SavePayoutAccountInput } from './payout-account.ts';

const SavePayoutAccountResult = createUnionType({
  name: 'SavePayoutAccountResult',
  types: () => [PayoutSetup, SectionIncomplete, SectionInReview, ApplicationRejected] as const,
});
const VerifyPayoutAccountResult = createUnionType({
  name: 'VerifyPayoutAccountResult',
  types: () => [PayoutSetup, SectionInReview, ApplicationRejected] as const,
});
const ConfirmMicroDepositsResult = createUnionType({
  name: 'ConfirmMicroDepositsResult',
  types: () => [PayoutSetup, AmountsDiffer] as const,
});

@Resolver()
export class PayoutAccountResolver {
  constructor(
    private readonly accounts: PayoutAccountService,
    private readonly instructions: DepositInstructions,
  ) {}

  @Query(() => PayoutSetup, { description: 'The viewer’s own.' })
  payoutSetup(@Ctx() { actor }: Context): Promise<PayoutSetup> {
    return this.accounts.own(actor);
  }

  @Mutation(() => SavePayoutAccountResult, {
    description: 'Asks for fresh proof of identity when an account was verified or accepted before.',
  })
  savePayoutAccount(
    @Ctx() { actor }: Context,
    @Arg('input', () => SavePayoutAccountInput) input: SavePayoutAccountInput,
  ): Promise<typeof SavePayoutAccountResult> {
    return orRefusal(this.accounts.save(actor, input), SectionIncomplete, SectionInReview, ApplicationRejected);
  }

  @Mutation(() => VerifyPayoutAccountResult, {
    description: 'Begins to verify the account that was entered last. A provider’s `url` comes a moment later.',
  })
  verifyPayoutAccount(
    @Ctx() { actor }: Context,
    @Arg('method', () => PayoutMethod, { description: 'One of those that are offered.' }) method: PayoutMethod,
  ): Promise<typeof VerifyPayoutAccountResult> {
    return orRefusal(this.accounts.verify(actor, method), SectionInReview, ApplicationRejected);
  }

  @Mutation(() => ConfirmMicroDepositsResult, { description: 'The two amounts that arrived, in any order.' })
  confirmMicroDeposits(
    @Ctx() { actor }: Context,
    @Arg('amounts', () => [Int], { description: 'In the smallest unit of the currency.' }) amounts: number[],
  ): Promise<typeof ConfirmMicroDepositsResult> {
    return this.accounts.confirm(actor, amounts);
  }

  @Query(() => DepositInstructionConnection, { description: 'For finance.' })
  depositInstructions(
    @Ctx() { actor }: Context,
    @Arg('filter', () => DepositFilter, { nullable: true }) filter: DepositFilter | null,
    @Arg('order', () => DepositOrder, { defaultValue: DepositOrder.OLDEST }) order: DepositOrder,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Page<DepositInstruction>> {
    return this.instructions.list(actor, { filter, order, first, after });
  }

  @Mutation(() => RevealedDeposit, { description: 'Shows the number of an account for one deposit. Audited.' })
  revealDeposit(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which instruction.' }) id: string,
  ): Promise<RevealedDeposit> {
    return this.instructions.reveal(actor, id);
  }

  @Mutation(() => [DepositInstruction], { description: 'Notes that finance has sent these deposits. Safe to repeat.' })
  markDepositsSent(
    @Ctx() { actor }: Context,
    @Arg('input', () => MarkDepositsSentInput) input: MarkDepositsSentInput,
  ): Promise<DepositInstruction[]> {
    return this.instructions.markSent(actor, input);
  }

  @Mutation(() => DepositInstruction, {
    description: 'After too many wrong answers: amounts can be sent to this account once more.',
  })
  releaseDeposit(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which instruction.' }) id: string,
  ): Promise<DepositInstruction> {
    return this.instructions.release(actor, id);
  }

  @Mutation(() => DepositExport, { description: 'The open deposits as a file for the bank.' })
  exportDeposits(@Ctx() { actor }: Context): Promise<DepositExport> {
    return this.instructions.export(actor);
  }
}
