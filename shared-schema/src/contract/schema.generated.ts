export type AuditEventFilter = {
  /** Exactly this action, or all of an area: `imaging.` */
  action?: string | null | undefined;
  actorId?: string | null | undefined;
  /** Before this moment. */
  before?: string | null | undefined;
  /** From this moment on. */
  from?: string | null | undefined;
  ip?: string | null | undefined;
  outcome?: AuditEventOutcome | null | undefined;
  recordId?: string | null | undefined;
  recordType?: string | null | undefined;
  requestId?: string | null | undefined;
  /** The beginning of an action, an address, or the id of an event, person, session, record or request. */
  search?: string | null | undefined;
};

/** Whether what somebody wanted was done. */
export type AuditEventOutcome =
  | 'DONE'
  | 'REFUSED';

export type AuditExportFormat =
  | 'CSV'
  | 'JSON';

export type AuditExportStatus =
  | 'EXPIRED'
  | 'FAILED'
  | 'READY'
  | 'RUNNING'
  | 'WAITING';

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

export type ImageLoraInput = {
  model: string;
  weight: number;
};

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

export type RequestImagesInput = {
  aspectRatio?: ImageAspectRatio | null | undefined;
  cfgScale?: number | null | undefined;
  count?: number | null | undefined;
  /** Repeating a request with the same key returns the first one instead of asking twice. */
  idempotencyKey?: string | null | undefined;
  loras?: Array<ImageLoraInput> | null | undefined;
  negativePrompt?: string | null | undefined;
  prompt: string;
  purpose?: ImagePurpose | null | undefined;
  resolution?: ImageResolution | null | undefined;
  /** Chosen at random when absent. */
  seed?: number | null | undefined;
  steps?: number | null | undefined;
  style?: ImageStyle | null | undefined;
};

/** What is left out stays as it is. */
export type UpdateProfileInput = {
  displayName?: string | null | undefined;
  language?: string | null | undefined;
  /** With the country code, such as +49 170 1234567. Empty: none. */
  phone?: string | null | undefined;
  timeZone?: string | null | undefined;
};
