import type { ImageRequestMove, ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { FakeApi } from '@influencegen/shared-schema/test/fake-api';

type Given = Record<string, unknown>;

export const lena = {
  __typename: 'Viewer',
  id: 'lena',
  displayName: 'Lena Okafor',
  email: 'lena@demo.example',
  language: 'en',
  roles: ['INFLUENCER'],
  permissions: ['imaging.own', 'imaging.request'],
  signInStep: null,
};

export const ada = {
  ...lena,
  id: 'ada',
  displayName: 'Ada Lindqvist',
  roles: ['ADMINISTRATOR'],
  permissions: ['accounts.desk'],
};

export const aStudio = (given: Given = {}) => ({
  __typename: 'Studio',
  engine: 'EMBEDDED',
  aspectRatios: ['SQUARE', 'PORTRAIT', 'STORY', 'PHOTO', 'LANDSCAPE'],
  usual: { __typename: 'StudioUsual', aspectRatio: 'PORTRAIT', resolution: 'STANDARD', style: 'NATURAL' },
  resolutions: ['DRAFT', 'STANDARD', 'HIGH'],
  styles: ['NATURAL', 'EDITORIAL', 'FILM', 'ILLUSTRATION', 'PASTEL', 'NEON'],
  promptMaxLength: 2000,
  negativePromptMaxLength: 2000,
  maxLoras: 1,
  count: { __typename: 'IntRange', min: 1, max: 4, default: 1 },
  steps: { __typename: 'IntRange', min: 1, max: 50, default: 28 },
  seed: { __typename: 'IntRange', min: 0, max: 2_147_483_647, default: 0 },
  cfgScale: { __typename: 'FloatRange', min: 1, max: 20, default: 3.5 },
  loraWeight: { __typename: 'FloatRange', min: 0, max: 1.5, default: 0.8 },
  loraModels: [
    { __typename: 'LoraModel', id: 'soft-daylight', name: 'Soft daylight', description: 'Window light' },
    { __typename: 'LoraModel', id: 'street-film', name: 'Street film', description: 'Grain' },
  ],
  ...given,
});

export const aQuota = (remaining: number) => ({
  __typename: 'ImageQuota',
  limit: 200,
  used: 200 - remaining,
  remaining,
  periodStart: '2026-11-01T00:00:00.000Z',
  resetsAt: '2026-12-01T12:00:00.000Z',
});

const movesFrom: Record<ImageRequestStatus, ImageRequestMove[]> = {
  PENDING: ['CANCEL'],
  QUEUED: ['CANCEL'],
  PROCESSING: ['CANCEL'],
  COMPLETED: [],
  FAILED: ['RETRY'],
  CANCELLED: ['RETRY'],
  TIMED_OUT: ['RETRY'],
};

let made = 0;

/** The later it is made, the newer it is. */
export function aRequest(given: Given & { id: string; status: ImageRequestStatus }) {
  made += 1;
  const createdAt = new Date(Date.UTC(2026, 10, 1) + made * 60_000).toISOString();
  const { id, status } = given;
  const open = status === 'PENDING' || status === 'QUEUED' || status === 'PROCESSING';
  return {
    __typename: 'ImageRequest',
    prompt: `Prompt of ${id}`,
    negativePrompt: '',
    aspectRatio: 'SQUARE',
    resolution: 'STANDARD',
    style: 'FILM',
    width: 1024,
    height: 1024,
    count: 1,
    seed: 4711,
    steps: 20,
    cfgScale: 5,
    loras: [],
    engine: 'EMBEDDED',
    progress: 0,
    queuePosition: null,
    expectedSeconds: null,
    takingLongerThanUsual: false,
    createdAt,
    finishedAt: open ? null : createdAt,
    retryOfId: null,
    retriedById: null,
    viewerMoves: movesFrom[status],
    cancelledBy: null,
    failure: null,
    images: status === 'COMPLETED' ? [aPicture({ id: `${id}-picture`, requestId: id })] : ([] as object[]),
    ...given,
  };
}

export function aPicture({ id, requestId, ...given }: Given & { id: string; requestId: string }) {
  return {
    __typename: 'Image',
    id,
    width: 1024,
    height: 1024,
    position: 0,
    createdAt: `2026-11-01T10:00:0${made % 10}.000Z`,
    byteSize: 1_540_000,
    mimeType: 'image/png',
    thumbnailUrl: `/media/${id}/thumbnail?signature=1`,
    displayUrl: `/media/${id}/display?signature=1`,
    downloadUrl: `/media/${id}/original?signature=1`,
    request: { __typename: 'ImageRequest', id: requestId, prompt: `Prompt of ${requestId}` },
    ...given,
  };
}

export const theReason = (kind: string, met: boolean) => ({ __typename: 'FitReason', kind, met });
export const theFit = (...reasons: ReturnType<typeof theReason>[]) => ({
  __typename: 'CampaignFit',
  suits: reasons.every(({ met }) => met),
  reasons,
});

/** Of Nordwind Coffee, with everything that a campaign can say. */
export const aCampaign = (given: Given = {}) => ({
  __typename: 'Campaign',
  id: 'morning',
  name: 'Morning rituals',
  summary: 'Show the first cup of your day.',
  brief: 'We look for quiet mornings.\n\nNo music, no cuts.',
  brand: 'Nordwind Coffee',
  status: 'PUBLISHED',
  open: true,
  platforms: ['INSTAGRAM', 'TIKTOK'],
  niches: ['FOOD', 'LIFESTYLE'],
  countries: ['DE'],
  minimumFollowers: 10_000,
  compensation: {
    __typename: 'CampaignCompensation',
    kind: 'MIXED',
    feeMinor: 85_050,
    currency: 'EUR',
    note: 'coffee for half a year',
  },
  content: 'Two reels and a story.',
  rights: {
    __typename: 'CampaignRights',
    channels: ['BRAND_CHANNELS', 'PAID_ADS'],
    countries: ['DE', 'AT'],
    months: 6,
  },
  aiImages: true,
  interestUntil: '2026-12-05',
  startsOn: '2026-12-10',
  endsOn: '2026-12-31',
  fit: theFit(theReason('NICHE', true), theReason('FOLLOWERS', false)),
  interested: false,
  ...given,
});
export const listOf = (nodes: readonly object[], endCursor: string | null = null) => ({
  nodes,
  pageInfo: { __typename: 'PageInfo', endCursor, hasNextPage: endCursor !== null },
});

export const studioWith = (requests: readonly object[], studio: Given = {}) => ({
  viewer: lena,
  studio: aStudio(studio),
  imageRequests: { __typename: 'ImageRequestConnection', ...listOf(requests) },
});

interface World {
  requests?: readonly object[];
  pictures?: readonly object[];
  remaining?: number;
  studio?: Given;
}

/** Lena, signed in. A test adds the answers that it is about. */
export function anApi({ requests = [], pictures = [], remaining = 12, studio = {} }: World = {}): FakeApi {
  return new FakeApi({
    StudioSession: () => ({ viewer: lena }),
    StudioImpersonation: () => ({ viewer: { ...lena, impersonation: null } }),
    StudioSupportAccess: () => ({ supportAccessUntil: null }),
    StudioPage: () => studioWith(requests, studio),
    StudioHome: () => ({
      imageQuota: aQuota(remaining),
      imageRequests: { __typename: 'ImageRequestConnection', ...listOf(requests) },
    }),
    StudioQuota: () => ({ imageQuota: aQuota(remaining) }),
    GalleryPage: () => ({ images: { __typename: 'ImageConnection', ...listOf(pictures) } }),
  });
}
