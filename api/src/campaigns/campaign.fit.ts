import type { CreatorFacts } from '../onboarding/creator-facts.ts';
import { type Campaign, type CampaignFit, FitReasonKind } from './campaign.ts';

type Asked = Pick<Campaign, 'platforms' | 'niches' | 'countries' | 'minimumFollowers'>;

/** What is not known of a creator counts as not met: they are told what to say about themselves. */
export function fitOf({ platforms, niches, countries, minimumFollowers }: Asked, creator: CreatorFacts): CampaignFit {
  const [{ country }, isOn] = [creator, (platform: string): boolean => creator.platforms.includes(platform)];
  const mostFollowers = Math.max(
    0,
    ...[...creator.followers].flatMap(([platform, count]) =>
      platforms.length === 0 || platforms.some((named) => named === platform) ? [count] : [],
    ),
  );
  const reasons = [
    ...(niches.length > 0
      ? [{ kind: FitReasonKind.NICHE, met: niches.some((niche) => creator.niches.includes(niche)) }]
      : []),
    ...(platforms.length > 0 ? [{ kind: FitReasonKind.PLATFORM, met: platforms.some(isOn) }] : []),
    ...(countries.length > 0
      ? [{ kind: FitReasonKind.COUNTRY, met: country !== null && countries.includes(country) }]
      : []),
    ...(minimumFollowers !== null ? [{ kind: FitReasonKind.FOLLOWERS, met: mostFollowers >= minimumFollowers }] : []),
  ];
  return { suits: reasons.every(({ met }) => met), reasons };
}
