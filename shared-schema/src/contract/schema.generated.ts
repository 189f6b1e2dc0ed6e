export type AcceptInvitationInput = {
  password: string;
  /** What stands behind the `#` of the link. */
  token: string;
};

export type AccountFilter = {
  organisationId?: string | null | undefined;
  /** Keys of roles; people who have one of them. */
  roles?: Array<string> | null | undefined;
  /** The beginning of a name, or a whole e-mail address or phone number. */
  search?: string | null | undefined;
  status?: Array<AccountStatus> | null | undefined;
};

export type AccountMove =
  | 'ASSIGN'
  | 'DEACTIVATE'
  | 'EDIT'
  | 'END_SESSIONS'
  | 'REACTIVATE'
  | 'RESEND_INVITATION'
  | 'RESET_SECOND_FACTOR'
  | 'REVEAL'
  | 'SEND_PASSWORD_RESET'
  | 'UNLOCK';

export type AccountOrder =
  | 'LAST_SIGN_IN'
  | 'NEWEST';

export type AccountStatus =
  | 'ACTIVE'
  | 'DEACTIVATED'
  | 'INVITED'
  | 'UNVERIFIED';

export type AnswerInput = {
  field: string;
  /** The one that was seen; 0 where nothing was answered yet. */
  revision: number;
  /** None: the answer is taken away. */
  values: Array<string>;
};

export type ApiKeyStatus =
  | 'ACTIVE'
  | 'EXPIRED'
  | 'REVOKED';

export type ApplicationStatus =
  | 'APPROVED'
  | 'EXPIRED'
  | 'IN_PROGRESS'
  | 'IN_REVIEW'
  | 'NOT_STARTED'
  | 'REJECTED'
  | 'RETURNED'
  | 'WAITING';

/** For whom a role is made: which app they use, and whether they must have a second factor. */
export type Audience =
  | 'BRAND'
  | 'CREATOR'
  | 'STAFF';

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

/** Seen from the viewer. */
export type CaseAssignee =
  | 'ME'
  | 'NONE'
  | 'OTHER';

export type CaseColumn =
  | 'ASSIGNEE'
  | 'DUE'
  | 'MARKS'
  | 'OPENED'
  | 'STATE';

export type CaseDecision =
  | 'APPROVED'
  | 'REJECTED'
  | 'RETURNED';

export type CaseFilter = {
  assignee?: CaseAssignee | null | undefined;
  highRisk?: boolean | null | undefined;
  overdue?: boolean | null | undefined;
  renewal?: boolean | null | undefined;
  /** The number of a case, or the beginning of a name. */
  search?: string | null | undefined;
  /** None: those that are open. */
  status?: Array<CaseStatus> | null | undefined;
};

export type CaseOrder =
  | 'DECIDED'
  | 'DUE'
  | 'NEWEST'
  | 'OLDEST';

export type CaseStatus =
  | 'CLAIMED'
  | 'DECIDED'
  | 'PROPOSED'
  | 'WAITING'
  | 'WITHDRAWN';

export type ChangeSettingInput = {
  /** The person for whom to change it. */
  accountId?: string | null | undefined;
  key: string;
  reason?: string | null | undefined;
  /** Key of the role for which to change it. */
  role?: string | null | undefined;
  /** JSON. Null: the wider scope holds again. */
  value?: string | null | undefined;
  /** The version that the editor saw: refused with CONFLICT when there is a newer one. */
  version?: number | null | undefined;
};

export type CreateApiKeyInput = {
  /** Addresses and ranges; none: from everywhere. */
  addresses?: Array<string> | null | undefined;
  expiresAt: string;
  name: string;
  /** Names of permissions that the viewer holds. */
  permissions: Array<string>;
};

export type CreateRoleInput = {
  audience: Audience;
  /** Key of a role to begin with the permissions of. */
  copyOf?: string | null | undefined;
  description?: string | null | undefined;
  name: string;
};

export type DecideCaseInput = {
  caseId: string;
  decision: CaseDecision;
  /** To a creator who is rejected: what they can do. */
  note?: string | null | undefined;
  /** From when a rejected creator may apply again. Null: never. */
  reapplyAt?: string | null | undefined;
  /** Codes; at least one to reject. */
  reasons?: Array<string> | null | undefined;
};

export type DepositFilter = {
  /** Of one creator. */
  personId?: string | null | undefined;
  status?: Array<PayoutVerificationStatus> | null | undefined;
};

export type DepositMove =
  | 'MARK_SENT'
  | 'RELEASE'
  | 'REVEAL';

export type DepositOrder =
  | 'NEWEST'
  | 'OLDEST';

/** How often what can wait comes as one mail; OFF: every mail by itself, at once. */
export type DigestRhythm =
  | 'DAILY'
  | 'OFF'
  | 'WEEKLY';

export type DocumentPurpose =
  | 'BANK_STATEMENT'
  | 'IDENTITY_BACK'
  | 'IDENTITY_FRONT'
  | 'PROOF_OF_ADDRESS'
  | 'TAX_FORM';

/** Why a document was not taken. */
export type DocumentRefusal =
  | 'ANIMATED'
  | 'DAMAGED'
  | 'HEIC'
  | 'HIDDEN_CONTENT'
  | 'INFECTED'
  | 'NOT_NOW'
  | 'PDF_ACTION'
  | 'PDF_ATTACHMENT'
  | 'PDF_FORM'
  | 'PDF_PASSWORD'
  | 'PDF_SCRIPT'
  | 'TOO_COMPLEX'
  | 'TOO_FEW_PIXELS'
  | 'TOO_MANY_PAGES'
  | 'TOO_MANY_PIXELS'
  | 'TRUNCATED'
  | 'TYPE_NOT_ACCEPTED';

export type DocumentStatus =
  | 'CHECKING'
  | 'READY'
  | 'REFUSED'
  | 'REMOVED'
  | 'UPLOADING';

export type FirstStepKind =
  | 'GALLERY'
  | 'HELP'
  | 'NOTIFICATIONS'
  | 'PROFILE'
  | 'STUDIO';

/** Given to one person besides their roles, or denied to them in spite of these. */
export type GrantEffect =
  | 'DENY'
  | 'GRANT';

export type GrantInput = {
  expiresAt?: string | null | undefined;
  permission: string;
  reason: string;
  /** The widest one that makes sense when absent. */
  scope?: PermissionScope | null | undefined;
};

export type HealthStatus =
  | 'DOWN'
  | 'OFF'
  | 'UP';

export type HintKind =
  | 'DEVICE'
  | 'DOCUMENT_NUMBER'
  | 'FILE'
  | 'NAME'
  | 'PAYOUT_ACCOUNT'
  | 'SOCIAL_PROFILE'
  | 'TAX_ID';

export type IdentityCheckStatus =
  | 'CANCELLED'
  | 'FAILED'
  | 'NEEDS_INPUT'
  | 'OPEN'
  | 'PROCESSING'
  | 'REQUESTED'
  | 'VERIFIED';

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
  /** Id of a model that the studio offers. */
  model: string;
  /** Within the range of the studio. */
  weight: number;
};

export type ImagePurpose =
  | 'CAMPAIGN'
  | 'PERSONAL';

export type ImageRequestFilter = {
  /** Inclusive. */
  createdAfter?: string | null | undefined;
  /** Exclusive. */
  createdBefore?: string | null | undefined;
  /** Staff only; others always see their own. */
  personId?: string | null | undefined;
  /** Any of these. */
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

export type InviteAccountInput = {
  displayName: string;
  email: string;
  language?: string | null | undefined;
  /** Demanded by roles for brands. */
  organisationId?: string | null | undefined;
  /** Keys of at least one role. */
  roles: Array<string>;
  /** False: the account waits until the invitation is sent by hand. */
  sendInvitation?: boolean | null | undefined;
  timeZone?: string | null | undefined;
};

export type MailDigestInput = {
  hour: number;
  rhythm: DigestRhythm;
  weekday: number;
};

export type MailMessageFilter = {
  notice?: string | null | undefined;
  personId?: string | null | undefined;
  status?: Array<MailStatus> | null | undefined;
};

export type MailStatus =
  | 'BOUNCED'
  | 'KEPT'
  | 'QUEUED'
  | 'RETRYING'
  | 'SENDING'
  | 'SENT'
  | 'SUPPRESSED';

export type MailTextInput = {
  body: string;
  language: string;
  notice: string;
  subject: string;
};

export type MarkDepositsSentInput = {
  ids: Array<string>;
  /** What stands on the transfer. */
  reference: string;
  /** The day on which the bank took the order. */
  sentAt: string;
};

/** CHANGED: an earlier version was accepted, and not this one. */
export type MyTermsState =
  | 'ACCEPTED'
  | 'CHANGED'
  | 'NEW'
  | 'WITHDRAWN';

export type NoticeChannel =
  | 'INBOX'
  | 'MAIL';

export type OrganisationKind =
  | 'AGENCY'
  | 'BRAND';

export type PasswordProblem =
  | 'COMMON'
  | 'PERSONAL'
  | 'TOO_FEW_KINDS'
  | 'TOO_LONG'
  | 'TOO_SHORT'
  | 'UNCHANGED';

export type PayoutAccountStatus =
  | 'FAILED'
  | 'REPLACED'
  | 'UNVERIFIED'
  | 'VERIFIED'
  | 'VERIFYING';

export type PayoutBlocker =
  | 'NOT_ACCEPTED'
  | 'NOT_VERIFIED'
  | 'NO_ACCOUNT';

export type PayoutMethod =
  | 'MICRO_DEPOSITS'
  | 'PROVIDER'
  | 'STATEMENT';

export type PayoutScheme =
  | 'IBAN'
  | 'SWIFT'
  | 'UK'
  | 'US_ACH';

export type PayoutVerificationStatus =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'FAILED'
  | 'LOCKED'
  | 'NEEDS_INPUT'
  | 'OPEN'
  | 'PROCESSING'
  | 'REQUESTED'
  | 'VERIFIED';

/** Whose things a permission reaches, from the narrowest to the widest. */
export type PermissionScope =
  | 'ALL'
  | 'ORGANISATION'
  | 'OWN';

/** A contact detail that may be masked. */
export type PersonalField =
  | 'EMAIL'
  | 'PHONE';

/** How somebody shows that it is they. Exactly one of these. */
export type ProofInput = {
  /** Six digits from the authenticator app. */
  code?: string | null | undefined;
  /** JSON of the answer to `passkeyProofOptions` by `navigator.credentials.get`. */
  passkey?: string | null | undefined;
  /** Counts for people without a second factor only. */
  password?: string | null | undefined;
  /** One of the codes kept for emergencies; each works once. */
  recoveryCode?: string | null | undefined;
};

/** With what somebody can show that it is they. */
export type ProofKind =
  | 'CODE'
  | 'PASSKEY'
  | 'PASSWORD'
  | 'RECOVERY_CODE';

export type ReasonUse =
  | 'REJECT'
  | 'RETURN';

export type RegisterInput = {
  /** How others see you. */
  displayName: string;
  email: string;
  /** Of mails, such as `en`. */
  language?: string | null | undefined;
  password: string;
  /** A name of the IANA time zone database. */
  timeZone?: string | null | undefined;
};

export type RequestImagesInput = {
  /** The default of the studio when absent. */
  aspectRatio?: ImageAspectRatio | null | undefined;
  /** Within the range of the studio; its default when absent. */
  cfgScale?: number | null | undefined;
  /** How many pictures, within the range of the studio; its default when absent. */
  count?: number | null | undefined;
  /** Repeating a request with the same key returns the first one instead of asking twice. */
  idempotencyKey?: string | null | undefined;
  /** None when absent. */
  loras?: Array<ImageLoraInput> | null | undefined;
  /** What is to be kept out. */
  negativePrompt?: string | null | undefined;
  /** What is to be seen. */
  prompt: string;
  /** PERSONAL when absent. */
  purpose?: ImagePurpose | null | undefined;
  /** The default of the studio when absent. */
  resolution?: ImageResolution | null | undefined;
  /** Chosen at random when absent. */
  seed?: number | null | undefined;
  /** Within the range of the studio; its default when absent. */
  steps?: number | null | undefined;
  /** The default of the studio when absent. */
  style?: ImageStyle | null | undefined;
};

export type ReviewMove =
  | 'ASSIGN'
  | 'CLAIM'
  | 'DECIDE'
  | 'RELEASE';

export type ReviewReasonTextInput = {
  language: string;
  text: string;
};

export type RolePermissionChange = {
  permission: string;
  /** Null takes it away. */
  scope?: PermissionScope | null | undefined;
};

export type SaveDocumentCheckInput = {
  caseId: string;
  documentId: string;
  genuine?: boolean | null | undefined;
  inDate?: boolean | null | undefined;
  legible?: boolean | null | undefined;
};

export type SavePayoutAccountInput = {
  accountNumber?: string | null | undefined;
  bic?: string | null | undefined;
  /** Of the bank: two letters. */
  country: string;
  /** ISO 4217. */
  currency: string;
  holderName: string;
  iban?: string | null | undefined;
  routingNumber?: string | null | undefined;
  scheme: PayoutScheme;
  sortCode?: string | null | undefined;
};

export type SaveReviewReasonInput = {
  /** The version that was seen; 0: a new one. */
  basedOn: number;
  /** Capital letters, digits and underscores, such as `TOO_DARK`. */
  code: string;
  retired?: boolean | null | undefined;
  /** None: everywhere. */
  sections?: Array<SectionKind> | null | undefined;
  /** In every language of the product. */
  texts: Array<ReviewReasonTextInput>;
  use: ReasonUse;
};

export type SaveVerdictInput = {
  caseId: string;
  /** To the creator. */
  note?: string | null | undefined;
  /** Null takes it back. */
  outcome?: VerdictOutcome | null | undefined;
  /** Codes; at least one to return. */
  reasons?: Array<string> | null | undefined;
  /** The one that was seen; 0 where there is none yet. */
  revision: number;
  section: SectionKind;
};

export type SavedCaseFilterInput = {
  assignee?: CaseAssignee | null | undefined;
  /** Null: all of them. */
  columns?: Array<CaseColumn> | null | undefined;
  highRisk?: boolean | null | undefined;
  order?: CaseOrder | null | undefined;
  overdue?: boolean | null | undefined;
  renewal?: boolean | null | undefined;
  /** None: those that are open. */
  status?: Array<CaseStatus> | null | undefined;
};

export type SectionKind =
  | 'ADDRESS'
  | 'AUDIENCE'
  | 'CONSENTS'
  | 'IDENTITY_DOCUMENT'
  | 'NICHES'
  | 'PAYOUT_ACCOUNT'
  | 'PERSON'
  | 'SOCIAL_PROFILES'
  | 'TAX';

export type SectionStatus =
  | 'ACCEPTED'
  | 'DRAFT'
  | 'EMPTY'
  | 'EXPIRED'
  | 'IN_REVIEW'
  | 'RETURNED'
  | 'SUBMITTED';

/** For whom, besides the whole workspace, another value may hold. */
export type SettingLevel =
  | 'ACCOUNT'
  | 'ROLE';

/** What somebody who gave the right password still has to do before they are signed in. */
export type SignInStep =
  | 'ENROLMENT'
  | 'PASSWORD_CHANGE'
  | 'SECOND_FACTOR';

export type SocialPlatform =
  | 'FACEBOOK'
  | 'INSTAGRAM'
  | 'LINKEDIN'
  | 'PINTEREST'
  | 'TIKTOK'
  | 'TWITCH'
  | 'X'
  | 'YOUTUBE';

export type SocialProfileStatus =
  | 'CHECKING'
  | 'UNPROVEN'
  | 'VERIFIED'
  | 'WITH_STAFF';

/** How it can be shown whose profile it is: a code on its public page, the platform’s sign-in, or a reviewer. */
export type SocialProofMethod =
  | 'OAUTH'
  | 'PAGE'
  | 'STAFF';

/** What nobody may do before they accept. */
export type TermsBlock =
  | 'REQUEST_IMAGES'
  | 'SUBMIT_APPLICATION';

export type TermsDraftInput = {
  blocks: Array<TermsBlock>;
  graceDays: number;
  required: boolean;
  texts: Array<TermsTextInput>;
};

export type TermsMove =
  | 'DISCARD'
  | 'EDIT'
  | 'PUBLISH'
  | 'REPLACE'
  | 'TAKE_EFFECT'
  | 'UNSCHEDULE';

export type TermsStatus =
  | 'DISCARDED'
  | 'DRAFT'
  | 'IN_FORCE'
  | 'REPLACED'
  | 'SCHEDULED';

export type TermsTextInput = {
  body: string;
  language: string;
  title: string;
};

export type UpdateAccountInput = {
  displayName?: string | null | undefined;
  language?: string | null | undefined;
  timeZone?: string | null | undefined;
};

/** What is left out stays as it is. */
export type UpdateProfileInput = {
  displayName?: string | null | undefined;
  language?: string | null | undefined;
  /** With the country code, such as +49 170 1234567. Empty: none. */
  phone?: string | null | undefined;
  timeZone?: string | null | undefined;
};

export type VerdictOutcome =
  | 'ACCEPT'
  | 'RETURN';
