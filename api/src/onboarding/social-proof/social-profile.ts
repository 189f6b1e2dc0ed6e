import { socialPlatforms, type SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Refusal } from '../../platform/errors.ts';
import { SocialProfileStatus } from './social-profile.lifecycle.ts';

/** GraphQL knows enums by their objects. */
export const SocialPlatforms = Object.fromEntries(socialPlatforms.map((platform) => [platform, platform])) as {
  [Platform in SocialPlatform]: Platform;
};
registerEnumType(SocialPlatforms, {
  name: 'SocialPlatform',
  description: 'Where a profile is.',
  valuesConfig: {
    FACEBOOK: { description: 'facebook.com' },
    INSTAGRAM: { description: 'instagram.com' },
    LINKEDIN: { description: 'linkedin.com' },
    PINTEREST: { description: 'pinterest.com' },
    TIKTOK: { description: 'tiktok.com' },
    TWITCH: { description: 'twitch.tv' },
    X: { description: 'x.com, once Twitter.' },
    YOUTUBE: { description: 'youtube.com' },
  },
});

export enum SocialProofMethod {
  PAGE = 'PAGE',
  OAUTH = 'OAUTH',
  STAFF = 'STAFF',
}
registerEnumType(SocialProofMethod, {
  name: 'SocialProofMethod',
  description:
    'How it can be shown whose profile it is: a code on its public page, the platform’s sign-in, or a reviewer.',
  valuesConfig: {
    PAGE: { description: 'By a code on its public page.' },
    OAUTH: { description: 'By signing in at the platform.' },
    STAFF: { description: 'By a reviewer who looks.' },
  },
});

@ObjectType({ description: 'A profile of a creator on a social platform.' })
export class SocialProfile {
  @Field(() => ID)
  id!: string;

  @Field(() => SocialPlatforms, { description: 'Where it is.' })
  platform!: SocialPlatform;

  @Field(() => String, { description: 'Without the @.' })
  handle!: string;

  @Field(() => String, { description: 'Address of its public page.' })
  url!: string;

  @Field(() => SocialProfileStatus, { description: 'Whether it is known to be the creator’s.' })
  status!: SocialProfileStatus;

  @Field(() => [SocialProofMethod], { description: 'What is possible on this platform.' })
  methods!: SocialProofMethod[];

  @Field(() => String, { description: 'To be put into the profile’s description. Good for this profile alone.' })
  code!: string;

  @Field(() => Date, { description: 'Until when the code proves something; it can be renewed.' })
  codeExpiresAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description:
      'While it is with staff: until when they may look. Afterwards it has to be asked again. Null: it is not with them.',
  })
  staffLookUntil!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the last look met, such as `CODE_NOT_FOUND`. Null: it met nothing of the kind.',
  })
  problem!: string | null;

  @Field(() => Date, { nullable: true, description: 'Null: not proved.' })
  verifiedAt!: Date | null;
}

@ObjectType({ description: 'The profile is no longer part of the application.' })
export class SocialProfileRemoved {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: 'This is no profile of the platform.' })
export class SocialProfileInvalid implements Refusal {
  @Field(() => String)
  message = 'This is no profile of the platform';

  @Field(() => String, { description: 'Stable, such as `POST_NOT_PROFILE`.' })
  reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

@ObjectType({ description: 'Not every profile is proved, so the section can only be returned.' })
export class ProfilesNotProven implements Refusal {
  @Field(() => String)
  message = 'Not every profile is proved: return this section';

  @Field(() => [String], { description: 'Somebody has proved them already. Such as `YouTube (lena)`.' })
  taken: string[];

  @Field(() => [String], { description: 'Their code is no longer good, or nobody was asked to look.' })
  lapsed: string[];

  constructor({ taken = [], lapsed = [] }: { taken?: string[]; lapsed?: string[] }) {
    this.taken = taken;
    this.lapsed = lapsed;
  }
}

@ObjectType({ description: 'Sent; the page of the platform to go to.' })
export class SocialSignIn {
  @Field(() => String, { description: 'To be opened in the same window; good for a few minutes.' })
  url!: string;
}
