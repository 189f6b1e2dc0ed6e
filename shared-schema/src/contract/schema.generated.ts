export type AccountRole =
  | 'ADMINISTRATOR'
  | 'INFLUENCER';

export type HealthStatus =
  | 'DOWN'
  | 'OFF'
  | 'UP';

export type ImageAspectRatio =
  | 'LANDSCAPE'
  | 'PHOTO'
  | 'PORTRAIT'
  | 'SQUARE'
  | 'STORY';

export type ImageEngine =
  | 'EMBEDDED'
  | 'N8N';

export type ImagePurpose =
  | 'CAMPAIGN'
  | 'PERSONAL';

export type ImageRequestFilter = {
  createdAfter?: string | null | undefined;
  createdBefore?: string | null | undefined;
  /** Staff only; others always see their own. */
  personId?: string | null | undefined;
  status?: Array<ImageRequestStatus> | null | undefined;
};

export type ImageRequestMove =
  | 'CANCEL'
  | 'RETRY';

export type ImageRequestOrder =
  | 'NEWEST'
  | 'OLDEST';

export type ImageRequestStatus =
  | 'CANCELLED'
  | 'COMPLETED'
  | 'FAILED'
  | 'PENDING'
  | 'PROCESSING'
  | 'QUEUED'
  | 'TIMED_OUT';

export type ImageResolution =
  | 'DRAFT'
  | 'HIGH'
  | 'STANDARD';

export type ImageStyle =
  | 'EDITORIAL'
  | 'FILM'
  | 'ILLUSTRATION'
  | 'NATURAL'
  | 'NEON'
  | 'PASTEL';
