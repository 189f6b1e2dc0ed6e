import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';
import { PageInfo } from '../../platform/pagination.ts';
import { PayoutVerificationStatus } from './payout-account.lifecycle.ts';
import { PayoutScheme } from './payout-account.ts';

/** What the viewer may do with an instruction now. */
export enum DepositMove {
  REVEAL = 'REVEAL',
  MARK_SENT = 'MARK_SENT',
  RELEASE = 'RELEASE',
}
registerEnumType(DepositMove, {
  name: 'DepositMove',
  description: 'What finance may do with an instruction.',
  valuesConfig: {
    REVEAL: { description: 'See numbers and amounts in full.' },
    MARK_SENT: { description: 'Say that the bank was told.' },
    RELEASE: { description: 'Allow amounts to be sent to the account once more.' },
  },
});

export enum DepositOrder {
  OLDEST = 'OLDEST',
  NEWEST = 'NEWEST',
}
registerEnumType(DepositOrder, { name: 'DepositOrder', description: 'What the list begins with.' });

@ObjectType({ description: 'Two small amounts that finance sends, so that a creator can prove an account is theirs.' })
export class DepositInstruction {
  @Field(() => ID)
  id!: string;

  @Field(() => Person, { description: 'Whose account is to be proved.' })
  creator!: Person;

  @Field(() => PayoutVerificationStatus, { description: 'REQUESTED ones wait for finance.' })
  status!: PayoutVerificationStatus;

  @Field(() => String, { description: 'The number of the account, masked.' })
  masked!: string;

  @Field(() => String, { description: 'Where the bank is: two letters, ISO 3166.' })
  country!: string;

  @Field(() => String, { description: 'Three letters, ISO 4217.' })
  currency!: string;

  @Field(() => Int, { description: 'Wrong answers of the creator.' })
  tries!: number;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null: not sent yet.' })
  sentAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What finance wrote on the transfer. Null: it was not sent.' })
  reference!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when the creator can tell the amounts. Null: they were not sent.',
  })
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

@InputType({ description: 'Every condition that is given has to hold; null is none.' })
export class DepositFilter {
  @Field(() => [PayoutVerificationStatus], { nullable: true, description: 'Any of these. None: every status.' })
  status?: PayoutVerificationStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of one creator.' })
  personId?: string | null;
}

@ObjectType({ description: 'One number of an account, in full.' })
export class BankNumberShown {
  @Field(() => String, { description: 'Such as `iban` or `sortCode`.' })
  field!: string;

  @Field(() => String, { description: 'As it has to be typed.' })
  value!: string;
}

@ObjectType({ description: 'What has to be typed into the bank, in full. Looking at it is recorded.' })
export class RevealedDeposit {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Whom the bank has to name as the receiver.' })
  holderName!: string;

  @Field(() => PayoutScheme, { description: 'Which numbers these are.' })
  scheme!: PayoutScheme;

  @Field(() => String, { description: 'Three letters, ISO 4217.' })
  currency!: string;

  @Field(() => [BankNumberShown], { description: 'In the order in which banks ask for them.' })
  numbers!: BankNumberShown[];

  @Field(() => [Int], { description: 'In the smallest unit of the currency.' })
  amounts!: number[];
}

@InputType({ description: 'Instructions that were carried out.' })
export class MarkDepositsSentInput {
  @Field(() => [ID], { description: 'Each of a REQUESTED one.' })
  ids!: string[];

  @Field(() => Date, { description: 'The day on which the bank took the order.' })
  sentAt!: Date;

  @Field(() => String, { description: 'What stands on the transfer.' })
  reference!: string;
}

@ObjectType({ description: 'Every instruction that waits, as a file for the bank. Handing it out is recorded.' })
export class DepositExport {
  @Field(() => String, { description: 'What to call it when saving.' })
  fileName!: string;

  @Field(() => String, { description: 'CSV as in RFC 4180; no cell is taken for a formula.' })
  content!: string;

  @Field(() => Int, { description: 'Instructions in the file.' })
  count!: number;

  @Field(() => Boolean, { description: 'There are more than fit in one file.' })
  more!: boolean;
}
