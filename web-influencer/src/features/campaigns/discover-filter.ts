import { niches, type Niche } from '@influencegen/shared-schema/contract/niches';
import type {
  CompensationKind,
  DiscoverFilter,
  CampaignOrder,
} from '@influencegen/shared-schema/contract/schema.generated';
import { socialPlatforms, type SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';

export const kindsOfPay = ['FLAT_FEE', 'COMMISSION', 'PRODUCT', 'MIXED'] as const satisfies CompensationKind[];
export const orders = ['NEWEST', 'CLOSING_SOON'] as const satisfies CampaignOrder[];

/** What the list is narrowed to; kept in the URL so that it can be stepped back from and sent to somebody. */
export interface Chosen {
  search: string | null;
  niches: Niche[];
  platforms: SocialPlatform[];
  pay: CompensationKind[];
  interested: boolean;
  order: CampaignOrder;
}

export const nothingChosen: Omit<Chosen, 'order'> = {
  search: null,
  niches: [],
  platforms: [],
  pay: [],
  interested: false,
};

const slug = (key: string): string => key.toLowerCase().replaceAll('_', '-');

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readFilter(params: URLSearchParams): Chosen {
  const named = <Key extends string>(name: string, all: readonly Key[]): Key[] => {
    const asked = new Set((params.get(name) ?? '').split(','));
    return all.filter((key) => asked.has(slug(key)));
  };
  return {
    search: params.get('search') || null,
    niches: named('topic', niches),
    platforms: named('platform', socialPlatforms),
    pay: named('pay', kindsOfPay),
    interested: params.get('interested') === 'yes',
    order: named('order', orders)[0] ?? 'NEWEST',
  };
}

export function writeFilter({ search, interested, order, ...chosen }: Chosen): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, keys: readonly string[]): void => {
    if (keys.length > 0) params.set(name, keys.map(slug).join(','));
  };
  if (search) params.set('search', search);
  put('topic', chosen.niches);
  put('platform', chosen.platforms);
  put('pay', chosen.pay);
  if (interested) params.set('interested', 'yes');
  if (order !== 'NEWEST') put('order', [order]);
  return params;
}

export const isNarrowed = ({ search, interested, ...chosen }: Chosen): boolean =>
  search !== null || interested || chosen.niches.length + chosen.platforms.length + chosen.pay.length > 0;

export const toVariable = ({ search, interested, ...chosen }: Chosen): DiscoverFilter => ({
  ...(search && { search }),
  ...(chosen.niches.length > 0 && { niches: chosen.niches }),
  ...(chosen.platforms.length > 0 && { platforms: chosen.platforms }),
  ...(chosen.pay.length > 0 && { compensation: chosen.pay }),
  ...(interested && { interested }),
});
