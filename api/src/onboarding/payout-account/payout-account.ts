import { bankCurrencies } from '@influencegen/shared-schema/contract/bank-account';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Refusal } from '../../platform/errors.ts';
import { PayoutAccountStatus, PayoutMethod, PayoutVerificationStatus } from './payout-account.lifecycle.ts';

export const isPayoutCurrency = (code: string): boolean => bankCurrencies.includes(code);

/** How an account is named. */
export enum PayoutScheme {
  IBAN = 'IBAN',
  UK = 'UK',
  US_ACH = 'US_ACH',
  SWIFT = 'SWIFT',
}
registerEnumType(PayoutScheme, {
  name: 'PayoutScheme',
  description: 'Which numbers name an account.',
  valuesConfig: {
    IBAN: { description: 'An IBAN.' },
    UK: { description: 'Sort code and account number.' },
    US_ACH: { description: 'Routing number and account number.' },
    SWIFT: { description: 'Account number and BIC, where there is no IBAN.' },
  },
});

/** Why nobody can be paid yet. */
export enum PayoutBlocker {
  NO_ACCOUNT = 'NO_ACCOUNT',
  NOT_VERIFIED = 'NOT_VERIFIED',
  NOT_ACCEPTED = 'NOT_ACCEPTED',
}
registerEnumType(PayoutBlocker, {
  name: 'PayoutBlocker',
  description: 'Why nobody can be paid yet.',
  valuesConfig: {
    NO_ACCOUNT: { description: 'None was entered.' },
    NOT_VERIFIED: { description: 'The account is not known to be the creator’s.' },
    NOT_ACCEPTED: { description: 'A reviewer has not accepted the section.' },
  },
});

@ObjectType({ description: 'One attempt to make sure that an account is the creator’s.' })
export class PayoutVerification {
  @Field(() => ID)
  id!: string;

  @Field(() => PayoutMethod, { description: 'As the creator chose.' })
  method!: PayoutMethod;

  @Field(() => PayoutVerificationStatus, { description: 'VERIFIED, FAILED, LOCKED, EXPIRED and CANCELLED are final.' })
  status!: PayoutVerificationStatus;

  @Field(() => Int, {
    nullable: true,
    description: 'Of micro-deposits: how often the amounts can still be told. Null: it is another way.',
  })
  triesLeft!: number | null;

  @Field(() => Date, { nullable: true, description: 'When finance sent the amounts. Null: it has not.' })
  sentAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Until when the amounts can be told. Null: they were not sent.' })
  expiresAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where to go, while the provider’s page is open. For the creator alone. Null: nowhere, or not for the viewer.',
  })
  url!: string | null;

  @Field(() => String, { nullable: true, description: 'The provider’s code of what was wrong. Null: nothing was.' })
  problem!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null while it is open.' })
  finishedAt!: Date | null;
}

@ObjectType({ description: 'An account at a bank. Its number is masked, also for its owner.' })
export class PayoutAccount {
  @Field(() => ID)
  id!: string;

  @Field(() => PayoutAccountStatus, { description: 'Only to a VERIFIED one is money sent.' })
  status!: PayoutAccountStatus;

  @Field(() => String, { description: 'Of the bank.' })
  country!: string;

  @Field(() => PayoutScheme, { description: 'Which numbers it has.' })
  scheme!: PayoutScheme;

  @Field(() => String, { description: 'Three letters, ISO 4217.' })
  currency!: string;

  @Field(() => String, { description: 'As the bank knows them.' })
  holderName!: string;

  @Field(() => String, { description: 'Its last digits.' })
  masked!: string;

  @Field(() => Boolean, { description: 'Staff accepted it.' })
  accepted!: boolean;

  @Field(() => PayoutVerification, { nullable: true, description: 'The newest. Null: none was begun.' })
  verification!: PayoutVerification | null;

  @Field(() => Date)
  createdAt!: Date;
}

@ObjectType({ description: 'Where a creator is paid, and what can be done about it.' })
export class PayoutSetup {
  @Field(() => ID, { description: 'That of the account.' })
  id!: string;

  @Field(() => PayoutAccount, { nullable: true, description: 'The one that was entered last. Null: none was.' })
  current!: PayoutAccount | null;

  @Field(() => PayoutAccount, {
    nullable: true,
    description: 'Where money goes until the current one can be used. Null: nowhere.',
  })
  inForce!: PayoutAccount | null;

  @Field(() => [PayoutMethod], { description: 'How the current one can be verified now.' })
  methods!: PayoutMethod[];

  @Field(() => PayoutBlocker, { nullable: true, description: 'Why nothing can be paid. Null: it can.' })
  blocker!: PayoutBlocker | null;
}

@InputType({
  description:
    'Where a creator wants to be paid. Which numbers are asked for follows from the scheme; the others are null.',
})
export class SavePayoutAccountInput {
  @Field(() => String, { description: 'Of the bank: two letters.' })
  country!: string;

  @Field(() => PayoutScheme, { description: 'Which numbers are given.' })
  scheme!: PayoutScheme;

  @Field(() => String, { description: 'ISO 4217.' })
  currency!: string;

  @Field(() => String, { description: 'As the bank knows them.' })
  holderName!: string;

  @Field(() => String, { nullable: true, description: 'For IBAN; spaces do not matter.' })
  iban?: string | null;

  @Field(() => String, { nullable: true, description: 'For SWIFT; eight or eleven characters.' })
  bic?: string | null;

  @Field(() => String, { nullable: true, description: 'For US_ACH; nine digits.' })
  routingNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'For UK; six digits.' })
  sortCode?: string | null;

  @Field(() => String, { nullable: true, description: 'For UK, US_ACH and SWIFT.' })
  accountNumber?: string | null;
}

@ObjectType({ description: 'These are not the amounts that were sent. Which of them is wrong is not said.' })
export class AmountsDiffer implements Refusal {
  @Field(() => String)
  message = 'These are not the amounts that were sent';

  @Field(() => PayoutSetup, { description: 'How it stands now, with the tries that are left.' })
  setup: PayoutSetup;

  constructor(setup: PayoutSetup) {
    this.setup = setup;
  }
}
