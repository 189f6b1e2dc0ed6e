import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';

/** In the order in which they make sense. What the product learns later is one more line here. */
export enum FirstStepKind {
  PROFILE = 'PROFILE',
  DISCOVERY = 'DISCOVERY',
  STUDIO = 'STUDIO',
  GALLERY = 'GALLERY',
  PAYOUT_ACCOUNT = 'PAYOUT_ACCOUNT',
  SECURITY = 'SECURITY',
  NOTIFICATIONS = 'NOTIFICATIONS',
  HELP = 'HELP',
}
registerEnumType(FirstStepKind, {
  name: 'FirstStepKind',
  description: 'Something to get to know after approval.',
  valuesConfig: {
    PROFILE: { description: 'Name, language and time zone.' },
    DISCOVERY: { description: 'Campaigns that look for creators.' },
    STUDIO: { description: 'The first picture.' },
    GALLERY: { description: 'Where pictures are kept.' },
    PAYOUT_ACCOUNT: { description: 'That they can be paid. Not where no account is asked for.' },
    SECURITY: { description: 'A passkey, or codes of an app, besides the password.' },
    NOTIFICATIONS: { description: 'What to be told, and how.' },
    HELP: { description: 'Where to find answers.' },
  },
});

@ObjectType({ description: 'Something to get to know after approval.' })
export class FirstStep {
  @Field(() => FirstStepKind, { description: 'What to get to know.' })
  kind!: FirstStepKind;

  @Field(() => Boolean, { description: 'As what the person did shows, on whatever device.' })
  done!: boolean;
}

@ObjectType({ description: 'What leads somebody who was just let in through the product.' })
export class FirstSteps {
  @Field(() => ID, { description: 'That of the account.' })
  id!: string;

  @Field(() => [FirstStep], { description: 'In the order in which they are shown.' })
  steps!: FirstStep[];

  @Field(() => Date, { nullable: true, description: 'When the person put the guide away; null: it is shown.' })
  putAwayAt!: Date | null;
}

/** The channel on which every process hears that somebody took a step, or put the guide away. */
export const firstStepsChanged = 'first-steps-changed';

export interface FirstStepsChanged {
  accountId: string;
}

export const announceFirstSteps = (events: EventBus, tx: Transaction, accountId: string): Promise<void> =>
  events.publish(tx, firstStepsChanged, { accountId } satisfies FirstStepsChanged);
