import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Passkey } from './passkey.entity.ts';

@ObjectType({ description: 'How somebody signs in besides the password.' })
export class SecondFactors {
  @Field(() => ID, { description: 'Of the account.' })
  id!: string;

  @Field(() => Date, { nullable: true, description: 'Since when an authenticator app is set up; null: none is.' })
  authenticatorSince!: Date | null;

  @Field(() => [Passkey], { description: 'Keys on devices; empty where there are none.' })
  passkeys!: Passkey[];

  @Field(() => Int, { description: 'Codes that were not used; 0 also where there never were any.' })
  recoveryCodesLeft!: number;

  @Field(() => Boolean, { description: 'The last factor cannot be removed, only replaced.' })
  mandatory!: boolean;
}

@ObjectType({ description: 'Not in force before `confirmTotp` got a code made from it.' })
export class TotpEnrolment {
  @Field(() => String, { description: 'Base32, for typing.' })
  secret!: string;

  @Field(() => String, { description: 'What the QR code says: `otpauth://totp/…`.' })
  address!: string;
}

@ObjectType({ description: 'What was added, with everything the viewer signs in with from now on.' })
export class FactorAdded {
  @Field(() => [String], {
    nullable: true,
    description: 'With the first factor: codes for emergencies, shown only now. Null when there were some already.',
  })
  recoveryCodes!: string[] | null;

  @Field(() => SecondFactors, { description: 'All of them, the new one included.' })
  factors!: SecondFactors;
}
