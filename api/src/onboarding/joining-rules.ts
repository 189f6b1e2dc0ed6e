import { Field, Int, ObjectType } from 'type-graphql';
import type { Actor } from '../platform/actor.ts';
import { demand } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { expiryReminderDays } from './desk/desk.settings.ts';
import { useOwnApplication } from './onboarding.policy.ts';
import { handOffHours, handOffMinutes, minimumAge, reviewHours } from './onboarding.settings.ts';
import { depositDays, depositTries } from './payout-account/payout-account.settings.ts';
import { socialCodeHours, socialStaffDays } from './social-proof/social-profile.settings.ts';

@ObjectType({ description: 'The rules of joining that the help names, as staff have set them.' })
export class JoiningRules {
  @Field(() => Int, { description: 'Years.' })
  minimumAge!: number;

  @Field(() => Int, { description: 'Within how many hours, of those in which the desk is open, staff decide.' })
  reviewHours!: number;

  @Field(() => [Int], { description: 'How many days before something expires the creator is reminded, most first.' })
  reminderDays!: number[];

  @Field(() => Int, { description: 'How long the code for a phone can be used.' })
  handOffMinutes!: number;

  @Field(() => Int, { description: 'After how many hours the phone is signed out.' })
  handOffHours!: number;

  @Field(() => Int, { description: 'How long the code for a social profile is good.' })
  socialCodeHours!: number;

  @Field(() => Int, { description: 'How many days a reviewer has to look for such a code.' })
  socialStaffDays!: number;

  @Field(() => Int, { description: 'How often a creator may try to tell the amounts that were sent.' })
  depositTries!: number;

  @Field(() => Int, { description: 'For how many days after they were sent.' })
  depositDays!: number;
}

export function joiningRules(actor: Actor, settings: Settings): JoiningRules {
  demand(actor, useOwnApplication);
  return {
    minimumAge: settings.read(minimumAge),
    reviewHours: settings.read(reviewHours),
    reminderDays: settings.read(expiryReminderDays).toSorted((a, b) => b - a),
    handOffMinutes: settings.read(handOffMinutes),
    handOffHours: settings.read(handOffHours),
    socialCodeHours: settings.read(socialCodeHours),
    socialStaffDays: settings.read(socialStaffDays),
    depositTries: settings.read(depositTries),
    depositDays: settings.read(depositDays),
  };
}
