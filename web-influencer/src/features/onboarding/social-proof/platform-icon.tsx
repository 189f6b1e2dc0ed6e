import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import {
  IconBrandFacebook,
  IconBrandInstagram,
  IconBrandLinkedin,
  IconBrandPinterest,
  IconBrandTiktok,
  IconBrandTwitch,
  IconBrandX,
  IconBrandYoutube,
  type Icon,
} from '@tabler/icons-react';

const icons: Readonly<Record<SocialPlatform, Icon>> = {
  INSTAGRAM: IconBrandInstagram,
  TIKTOK: IconBrandTiktok,
  YOUTUBE: IconBrandYoutube,
  X: IconBrandX,
  TWITCH: IconBrandTwitch,
  LINKEDIN: IconBrandLinkedin,
  FACEBOOK: IconBrandFacebook,
  PINTEREST: IconBrandPinterest,
};

export function PlatformIcon({ platform, size }: { platform: SocialPlatform; size: number }) {
  const Shape = icons[platform];
  return <Shape size={size} stroke={1.75} aria-hidden />;
}
