import type { ImageRequestMove, ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import type { Viewer } from '../app/session';

export const ada: Viewer = {
  __typename: 'Viewer',
  id: 'ada',
  displayName: 'Ada Lindqvist',
  email: 'ada@demo.example',
  language: 'en',
  roles: ['ADMINISTRATOR'],
  permissions: [
    'accounts.desk',
    'imaging.monitor',
    'imaging.intervene',
    'operations.health',
    'operations.deadLetters',
    'accounts.find',
  ],
  signInStep: null,
};

export const lena: Viewer = {
  __typename: 'Viewer',
  id: 'lena',
  displayName: 'Lena Okafor',
  email: 'lena@demo.example',
  language: 'en',
  roles: ['INFLUENCER'],
  permissions: ['imaging.request', 'imaging.own'],
  signInStep: null,
};

const open: ImageRequestStatus[] = ['PENDING', 'QUEUED', 'PROCESSING'];

function movesFrom(status: ImageRequestStatus): ImageRequestMove[] {
  if (open.includes(status)) return ['CANCEL'];
  return status === 'COMPLETED' ? [] : ['RETRY'];
}

interface GivenRequest {
  id: string;
  status?: ImageRequestStatus;
  /** The name. */
  person?: string;
  [field: string]: unknown;
}

let made = 0;

/** One after the other, a minute apart: the later it is made, the newer it is. */
export function aRequest(given: GivenRequest) {
  const { id, status = 'PENDING', person = 'Lena Okafor', ...rest } = given;
  made += 1;
  const createdAt = new Date(Date.UTC(2026, 10, 1) + made * 60_000);
  const later = (seconds: number): string => new Date(createdAt.getTime() + seconds * 1000).toISOString();
  const begun = !['PENDING', 'QUEUED'].includes(status);
  return {
    __typename: 'ImageRequest',
    id,
    status,
    prompt: `Prompt of ${id}`,
    negativePrompt: '',
    aspectRatio: 'SQUARE',
    resolution: 'STANDARD',
    width: 1024,
    height: 1024,
    count: 1,
    seed: 1_234_567,
    steps: 28,
    cfgScale: 3.5,
    style: 'NATURAL',
    purpose: 'PERSONAL',
    loras: [],
    engine: 'EMBEDDED',
    progress: status === 'PROCESSING' ? 40 : 0,
    queuePosition: begun ? null : 2,
    expectedSeconds: begun ? null : 20,
    takingLongerThanUsual: false,
    dispatchAttempts: 1,
    createdAt: createdAt.toISOString(),
    startedAt: begun ? later(2) : null,
    finishedAt: open.includes(status) ? null : later(9),
    retryOfId: null,
    retriedById: null,
    failure:
      status === 'FAILED' ? { __typename: 'ImageFailure', code: 'AI_ERROR', message: 'The service said no.' } : null,
    viewerMoves: movesFrom(status),
    images: [] as object[],
    history: [] as object[],
    person: { __typename: 'Person', id: person.toLowerCase().replaceAll(' ', '-'), displayName: person },
    ...rest,
  };
}

export type TestRequest = ReturnType<typeof aRequest>;

export const connectionOf = (typename: string, nodes: readonly object[], endCursor: string | null = null) => ({
  __typename: typename,
  nodes,
  pageInfo: { __typename: 'PageInfo', endCursor, hasNextPage: endCursor !== null },
});

export const anOverview = (figures: object = {}) => ({
  imagingOverview: {
    __typename: 'ImagingOverview',
    pending: 1,
    queued: 2,
    processing: 3,
    completedLastHour: 40,
    failedLastHour: 5,
    oldestWaitingSeconds: 134,
    usualSeconds: 8,
    ...figures,
  },
});
