import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';
import { PageInfo } from '../../platform/pagination.ts';
import { PayoutVerificationStatus } from './payout-account.lifecycle.ts';
import { PayoutScheme } from './payout-account.ts';

/** What the viewer may do with an instruction now. */
export enum DepositMove {
  REVEAL = 'REVEAL',
  MARK_SENT = 'MARK_SENT',
  /** Allow amounts to be sent to the account once more. */
  RELEASE = 'RELEASE',
}
registerEnumType(DepositMove, { name: 'DepositMove' });

export enum DepositOrder {
  OLDEST = 'OLDEST',
  NEWEST = 'NEWEST',
}
registerEnumType(DepositOrder, { name: 'DepositOrder' });

@ObjectType({ description: 'Two small amounts that finance sends, so that a creator can prove an account is theirs.' })
export class DepositInstruction {
  @Field(() => ID)
  id!: string;

  @Field(() => Person)
  creator!: Person;

  @Field(() => PayoutVerificationStatus)
  status!: PayoutVerificationStatus;

  @Field(() => String, { description: 'The number of the account, masked.' })
  masked!: string;

  @Field(() => String)
  country!: string;

  @Field(() => String)
  currency!: string;

  @Field(() => Int, { description: 'Wrong answers of the creator.' })
  tries!: number;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  sentAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What finance wrote on the transfer.' })
  reference!: string | null;

  @Field(() => Date, { nullable: true, description: 'Until when the creator can tell the amounts.' })
  expiresAt!: Date | null;

  @Field(() => [DepositMove])
  viewerMoves!: DepositMove[];
}

@ObjectType()
export class DepositInstructionConnection {
  @Field(() => [DepositInstruction])
  nodes!: DepositInstruction[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class DepositFilter {
  @Field(() => [PayoutVerificationStatus], { nullable: true })
  status?: PayoutVerificationStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of one creator.' })
  personId?: string | null;
}

@ObjectType()
export class BankNumberShown {
  @Field(() => String, { description: 'Such as `iban` or `sortCode`.' })
  field!: string;

  @Field(() => String)
  value!: string;
}

@ObjectType({ description: 'What has to be typed into the bank, in full. Looking at it is recorded.' })
export class RevealedDeposit {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  holderName!: string;

  @Field(() => PayoutScheme)
  scheme!: PayoutScheme;

  @Field(() => String)
  currency!: string;

  @Field(() => [BankNumberShown])
  numbers!: BankNumberShown[];

  @Field(() => [Int], { description: 'In the smallest unit of the currency.' })
  amounts!: number[];
}

@InputType()
export class MarkDepositsSentInput {
  @Field(() => [ID])
  ids!: string[];

  @Field(() => Date, { description: 'The day on which the bank took the order.' })
  sentAt!: Date;

  @Field(() => String, { description: 'What stands on the transfer.' })
  reference!: string;
}

@ObjectType({ description: 'Every instruction that waits, as a file for the bank. Handing it out is recorded.' })
export class DepositExport {
  @Field(() => String)
  fileName!: string;

  @Field(() => String, { description: 'CSV as in RFC 4180; no cell is taken for a formula.' })
  content!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => Boolean, { description: 'There are more than fit in one file.' })
  more!: boolean;
}
