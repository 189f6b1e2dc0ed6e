/** What an invited person sends from the page their mail leads to. */
export type AcceptInvitationInput = {
  /** Chosen by the person; judged by the rules of `passwordRules`. */
  password: string;
  /** What stands behind the `#` of the link. */
  token: string;
};

/** Every condition that is given has to hold; null is none. */
export type AccountFilter = {
  /** People of this agency or brand. Null: of any. */
  organisationId?: string | null | undefined;
  /** Keys of roles; people who have one of them. */
  roles?: Array<string> | null | undefined;
  /** The beginning of a name, or a whole e-mail address or phone number. */
  search?: string | null | undefined;
  /** Any of these. None: every status. */
  status?: Array<AccountStatus> | null | undefined;
};

/** What the viewer may do with somebody’s account. */
export type AccountMove =
  /** Give and take roles and single permissions. */
  | 'ASSIGN'
  /** Have another address confirmed, which the account then moves to. */
  | 'CHANGE_EMAIL'
  /** Invite somebody who has not answered by another address. */
  | 'CORRECT_INVITATION'
  /** Close it; every session ends at once. */
  | 'DEACTIVATE'
  /** Change name, phone number, language and time zone. */
  | 'EDIT'
  /** Sign the person out, on one device or on all. */
  | 'END_SESSIONS'
  /** Put somebody who works for a brand into another organisation, or others out of theirs. */
  | 'MOVE'
  /** Open a closed one again. */
  | 'REACTIVATE'
  /** Mail a new link; the one before opens nothing more. */
  | 'RESEND_INVITATION'
  /** Take away apps and passkeys, so that the person enrols anew. */
  | 'RESET_SECOND_FACTOR'
  /** Contact details are masked for this person, who may have them shown. */
  | 'REVEAL'
  /** Mail a link to choose another password. */
  | 'SEND_PASSWORD_RESET'
  /** Let the person try again after too many wrong passwords. */
  | 'UNLOCK';

/** What a list of people begins with. */
export type AccountOrder =
  /** Who signed in last first; who never did comes last. */
  | 'LAST_SIGN_IN'
  /** The latest first. */
  | 'NEWEST';

/** Whether somebody can sign in. */
export type AccountStatus =
  /** Can sign in. */
  | 'ACTIVE'
  /** Closed by staff; can be opened again. */
  | 'DEACTIVATED'
  /** Made by staff; the person has not chosen a password yet. */
  | 'INVITED'
  /** Registered; the e-mail address is not confirmed yet. */
  | 'UNVERIFIED';

/** What was answered to one question, and what was seen before it was changed. */
export type AnswerInput = {
  /** Name of the question within its section, such as `givenName`. */
  field: string;
  /** The one that was seen; 0 where nothing was answered yet. */
  revision: number;
  /** None: the answer is taken away. */
  values: Array<string>;
};

/** Whether a key still opens something. */
export type ApiKeyStatus =
  /** Accepted. */
  | 'ACTIVE'
  /** Past the day that was chosen for it. */
  | 'EXPIRED'
  /** Taken back by a person, for good. */
  | 'REVOKED';

/** Where an application stands as a whole; follows from its sections and the last review. */
export type ApplicationStatus =
  /** Every section is accepted; the studio is open. */
  | 'APPROVED'
  /** Was approved; something in it is too old now. */
  | 'EXPIRED'
  /** With the creator. */
  | 'IN_PROGRESS'
  /** A reviewer has it before them. */
  | 'IN_REVIEW'
  /** Nothing was entered yet. */
  | 'NOT_STARTED'
  /** Refused as a whole; when to apply again stands with it. */
  | 'REJECTED'
  /** With the creator again, who is told what to put right. */
  | 'RETURNED'
  /** With staff, who have not begun. */
  | 'WAITING';

/** A document that a reviewer wants of one creator. */
export type AskForDocumentInput = {
  /** A case that the viewer holds. */
  caseId: string;
  /** Why, and what it should look like; at most 2,000 characters. */
  explanation: string;
  /** With which it is handed in; one that was accepted is reopened. */
  section: SectionKind;
  /** What is wanted, in one line of at most 120 characters. */
  title: string;
};

/** For whom a role is made: which app they use, and whether they must have a second factor. */
export type Audience =
  /** People of a brand, invited by staff. */
  | 'BRAND'
  /** Who makes pictures, in the creators’ app. */
  | 'CREATOR'
  /** Who works at the desks; always with a second factor. */
  | 'STAFF';

/** Every condition that is given has to hold; null is none. */
export type AuditEventFilter = {
  /** Exactly this action, or all of an area: `imaging.` */
  action?: string | null | undefined;
  /** Done by this person. */
  actorId?: string | null | undefined;
  /** Before this moment. */
  before?: string | null | undefined;
  /** From this moment on. */
  from?: string | null | undefined;
  /** From exactly this network address. */
  ip?: string | null | undefined;
  /** Null: both. */
  outcome?: AuditEventOutcome | null | undefined;
  /** About this record; best together with its type. */
  recordId?: string | null | undefined;
  /** About records of this kind, such as `account`. */
  recordType?: string | null | undefined;
  /** Everything that one request did, as the answer’s `x-request-id` names it. */
  requestId?: string | null | undefined;
  /** The beginning of an action, an address, or the id of an event, person, session, record or request. */
  search?: string | null | undefined;
};

/** Whether what somebody wanted was done. */
export type AuditEventOutcome =
  /** It was done. */
  | 'DONE'
  /** It was not allowed, or not possible. */
  | 'REFUSED';

/** Kind of file. */
export type AuditExportFormat =
  /** A table for spreadsheets, one line an event. */
  | 'CSV'
  /** One array with an object for each event. */
  | 'JSON';

/** How far an export came. */
export type AuditExportStatus =
  /** The file was deleted. */
  | 'EXPIRED'
  /** It came to nothing; it can be asked for again. */
  | 'FAILED'
  /** The file can be downloaded. */
  | 'READY'
  /** Being written. */
  | 'RUNNING'
  /** Nobody has begun to write it. */
  | 'WAITING';

/** What creators get for taking part. */
export type CampaignCompensationInput = {
  /** ISO 4217, such as `EUR`. For a sum, and null for anything else. */
  currency?: string | null | undefined;
  /** In the smallest unit of the currency. For `FLAT_FEE` and `MIXED`, and null for any other. */
  feeMinor?: number | null | undefined;
  /** Money, products or both. */
  kind: CompensationKind;
  /** What it is besides: 500 characters. Has to be said except of `FLAT_FEE`, where null says nothing. */
  note?: string | null | undefined;
};

/** Only campaigns to which all of it applies; null is no condition. */
export type CampaignFilter = {
  /** Of this organisation. */
  organisationId?: string | null | undefined;
  /** Words of its name or texts; the last one may be a beginning. `"two words"`, `or` and `-not` are understood. */
  search?: string | null | undefined;
  /** In one of these states. */
  statuses?: Array<CampaignStatus> | null | undefined;
};

/** A campaign as it is written. */
export type CampaignInput = {
  /** Whether pictures may be made with AI. */
  aiImages: boolean;
  /** Everything about it: plain text in paragraphs, 8,000 characters. */
  brief: string;
  /** What creators get. */
  compensation: CampaignCompensationInput;
  /** What is to be made: 2,000 characters. */
  content: string;
  /** Countries of the creators it looks for, by ISO 3166 code. Empty: all. */
  countries: Array<string>;
  /** Its last day: YYYY-MM-DD, not before the first. */
  endsOn: string;
  /** The last day of interest: YYYY-MM-DD, not after it starts. */
  interestUntil: string;
  /** On one of the platforms. Null: however many. */
  minimumFollowers?: number | null | undefined;
  /** For people: 120 characters. */
  name: string;
  /** Niches of the creators it looks for, such as `FOOD`. Empty: all. */
  niches: Array<string>;
  /** The brand whose campaign it is. */
  organisationId: string;
  /** Where something is to be published. Empty: anywhere. */
  platforms: Array<SocialPlatform>;
  /** What the brand may do with it. */
  rights: CampaignRightsInput;
  /** Its first day: YYYY-MM-DD. */
  startsOn: string;
  /** What it is about: 240 characters. */
  summary: string;
};

/** What can be done with a campaign. */
export type CampaignMove =
  /** Put it away. */
  | 'ARCHIVE'
  /** Call it off. Final. */
  | 'CANCEL'
  /** Say that it has come to its end. */
  | 'COMPLETE'
  /** Show it to creators. From then on it can no longer be changed. */
  | 'PUBLISH'
  /** Make it a draft again. */
  | 'RETURN'
  /** Let it begin; nobody finds it any more. */
  | 'START'
  /** Hand it to whoever looks through it. */
  | 'SUBMIT';

/** With what a list of campaigns begins. */
export type CampaignOrder =
  /** What creators can say soonest no more that they are interested in. */
  | 'CLOSING_SOON'
  /** What was published last; at the desk what was made last. */
  | 'NEWEST';

/** What the brand may do with what was made. */
export type CampaignRightsInput = {
  /** Where it may be used: one at least. */
  channels: Array<RightsChannel>;
  /** In which countries, by ISO 3166 code. Empty: worldwide. */
  countries: Array<string>;
  /** For how long: 1 to 120. Rights for ever do not exist here. */
  months: number;
};

/** Where a campaign stands. */
export type CampaignStatus =
  /** Put away. */
  | 'ARCHIVED'
  /** It will not take place. */
  | 'CANCELLED'
  /** It has come to its end. */
  | 'COMPLETED'
  /** Being written. */
  | 'DRAFT'
  /** It runs. */
  | 'IN_PROGRESS'
  /** Somebody looks through it before creators see it; it can still be changed. */
  | 'IN_REVIEW'
  /** Creators see it, until the last day on which they can say that they are interested. */
  | 'PUBLISHED';

/** Seen from the viewer. */
export type CaseAssignee =
  /** Given to the viewer. */
  | 'ME'
  /** Given to nobody. */
  | 'NONE'
  /** Given to somebody else. */
  | 'OTHER';

/** What the queue shows of a case beside its number and its creator. */
export type CaseColumn =
  /** To whom it is given. */
  | 'ASSIGNEE'
  /** By when it is to be decided. */
  | 'DUE'
  /** High risk, renewal, overdue. */
  | 'MARKS'
  /** When it was handed in. */
  | 'OPENED'
  /** Where it stands. */
  | 'STATE';

/** How a case ended. */
export type CaseDecision =
  /** Every section is accepted; the creator is let in. */
  | 'APPROVED'
  /** The creator is refused, with reasons. */
  | 'REJECTED'
  /** Something has to be put right first. */
  | 'RETURNED';

/** Every condition that is given has to hold; null is none. */
export type CaseFilter = {
  /** Null: whoever has it. */
  assignee?: CaseAssignee | null | undefined;
  /** True: only those of high risk; false: only others; null: both. */
  highRisk?: boolean | null | undefined;
  /** True: only those too late; false: only others; null: both. */
  overdue?: boolean | null | undefined;
  /** True: only of creators approved before; false: only first ones; null: both. */
  renewal?: boolean | null | undefined;
  /** The number of a case, or the beginning of a name. */
  search?: string | null | undefined;
  /** Null: those that are open. */
  status?: Array<CaseStatus> | null | undefined;
};

/** What the queue begins with. */
export type CaseOrder =
  /** Those that are decided, the last one first. */
  | 'DECIDED'
  /** What has to be decided first. */
  | 'DUE'
  /** The latest first. */
  | 'NEWEST'
  /** The earliest first. */
  | 'OLDEST';

/** Where a case stands; DECIDED and WITHDRAWN are final. */
export type CaseStatus =
  /** One reviewer has it before them; nobody else may decide. */
  | 'CLAIMED'
  /** Over; what is handed in again makes another case. */
  | 'DECIDED'
  /** Decided by one, to be confirmed by another: four eyes. */
  | 'PROPOSED'
  /** Nobody has it before them. */
  | 'WAITING'
  /** The creator took something back before anybody looked. */
  | 'WITHDRAWN';

/** Another value for a setting, for everybody or for one role or person. */
export type ChangeSettingInput = {
  /** The person for whom to change it. Null: for no single person; without a role either, for everybody. */
  accountId?: string | null | undefined;
  /** True: an exception to be added; one that is there already is answered as a conflict. Null: false. */
  added?: boolean | null | undefined;
  /** Of a setting of `settings`. */
  key: string;
  /** Kept in the history for other staff. Null: nothing is said. */
  reason?: string | null | undefined;
  /** Revision that was seen; a newer one is answered as a conflict. Null: whatever it is by now is replaced. */
  revision?: number | null | undefined;
  /** Key of the role for which to change it. Null: for no single role. */
  role?: string | null | undefined;
  /** JSON. Null: the wider scope holds again. */
  value?: string | null | undefined;
};

/** What creators get. */
export type CompensationKind =
  /** A share of what is sold. */
  | 'COMMISSION'
  /** A sum of money. */
  | 'FLAT_FEE'
  /** A sum of money and something besides. */
  | 'MIXED'
  /** Products, and no money. */
  | 'PRODUCT';

/** What a program shall be allowed, and for how long. */
export type CreateApiKeyInput = {
  /** Addresses and ranges; null or none: from everywhere. */
  addresses?: Array<string> | null | undefined;
  /** In the future, and no later than the setting allows. */
  expiresAt: string;
  /** Something by which its owner knows it again. */
  name: string;
  /** Names of permissions that the viewer holds. */
  permissions: Array<string>;
};

/** A role to be made. */
export type CreateRoleInput = {
  /** For whom; cannot be changed afterwards. */
  audience: Audience;
  /** Key of a role to begin with the permissions of. Null: it begins with none. */
  copyOf?: string | null | undefined;
  /** For other staff: whom it is meant for. Null: nothing was said. */
  description?: string | null | undefined;
  /** For people; the key is made from it. */
  name: string;
};

/** How a reviewer closes a case, or what they propose where two have to agree. */
export type DecideCaseInput = {
  /** A case that the viewer holds. */
  caseId: string;
  /** Has to fit the verdicts on the sections. */
  decision: CaseDecision;
  /** To a creator who is rejected: what they can do. Null: nothing is said. */
  note?: string | null | undefined;
  /** From when a rejected creator may apply again. Null: never. */
  reapplyAt?: string | null | undefined;
  /** Codes; at least one to reject. Null: none. */
  reasons?: Array<string> | null | undefined;
};

/** Every condition that is given has to hold; null is none. */
export type DepositFilter = {
  /** Of one creator. */
  personId?: string | null | undefined;
  /** Any of these. None: every status. */
  status?: Array<PayoutVerificationStatus> | null | undefined;
};

/** What finance may do with an instruction. */
export type DepositMove =
  /** Say that the bank was told. */
  | 'MARK_SENT'
  /** Allow amounts to be sent to the account once more. */
  | 'RELEASE'
  /** See numbers and amounts in full. */
  | 'REVEAL';

/** What the list begins with. */
export type DepositOrder =
  /** The latest first. */
  | 'NEWEST'
  /** The earliest first. */
  | 'OLDEST';

/** How often what can wait comes as one mail; OFF: every mail by itself, at once. */
export type DigestRhythm =
  /** Every day at the hour that was chosen. */
  | 'DAILY'
  /** Every mail by itself, at once. */
  | 'OFF'
  /** On the weekday and at the hour that were chosen. */
  | 'WEEKLY';

/** Only campaigns to which all of it applies; null is no condition. */
export type DiscoverFilter = {
  /** Creators get one of these. */
  compensation?: Array<CompensationKind> | null | undefined;
  /** True: those that the viewer is interested in, also when they no longer look for anybody. */
  interested?: boolean | null | undefined;
  /** It looks for creators of one of these. */
  niches?: Array<string> | null | undefined;
  /** Something is to be published on one of these. */
  platforms?: Array<SocialPlatform> | null | undefined;
  /** Words of its name or texts; the last one may be a beginning. `"two words"`, `or` and `-not` are understood. */
  search?: string | null | undefined;
};

/** What a document is meant to prove. */
export type DocumentPurpose =
  /** That an account is the creator’s. */
  | 'BANK_STATEMENT'
  /** The back of an identity card. */
  | 'IDENTITY_BACK'
  /** The front of an identity card, or the page of a passport with the photo. */
  | 'IDENTITY_FRONT'
  /** A recent letter or bill with name and address. */
  | 'PROOF_OF_ADDRESS'
  /** What a reviewer asked this creator for, in words of their own: see `requestId`. */
  | 'REQUESTED'
  /** A form of the tax office. */
  | 'TAX_FORM';

/** Why a document was not taken. */
export type DocumentRefusal =
  /** A moving picture. */
  | 'ANIMATED'
  /** It cannot be opened as what it seems to be. */
  | 'DAMAGED'
  /** A photo as iPhones keep it: it can be sent as JPEG. */
  | 'HEIC'
  /** Something is behind or between what can be seen. */
  | 'HIDDEN_CONTENT'
  /** The virus scanner found something. */
  | 'INFECTED'
  /** It could not be looked at; it can be sent again. */
  | 'NOT_NOW'
  /** A PDF that does something when it is opened. */
  | 'PDF_ACTION'
  /** A PDF with files inside. */
  | 'PDF_ATTACHMENT'
  /** A PDF with a form; printing it to a plain PDF helps. */
  | 'PDF_FORM'
  /** A PDF that asks for a password. */
  | 'PDF_PASSWORD'
  /** A PDF with a program inside. */
  | 'PDF_SCRIPT'
  /** Looking through it takes too long or too much memory. */
  | 'TOO_COMPLEX'
  /** Too small to be read. */
  | 'TOO_FEW_PIXELS'
  /** More pages than `documentRules` allows. */
  | 'TOO_MANY_PAGES'
  /** Larger than can be looked at. */
  | 'TOO_MANY_PIXELS'
  /** The end is missing. */
  | 'TRUNCATED'
  /** By its bytes it is none of the kinds that are taken, whatever its name says. */
  | 'TYPE_NOT_ACCEPTED';

/** Where the wish for a document stands; follows from what happened to it. */
export type DocumentRequestStatus =
  /** The section was accepted with it. */
  | 'ACCEPTED'
  /** With the creator. */
  | 'ASKED'
  /** Something was handed in for it, and is decided with its section. */
  | 'HANDED_IN'
  /** The creator hears of it when the section goes back to them. */
  | 'PLANNED'
  /** Not needed any more. */
  | 'WITHDRAWN';

/** How far a document came. */
export type DocumentStatus =
  /** Whole, and not yet looked at: nobody sees it. */
  | 'CHECKING'
  /** Taken, and can be seen. */
  | 'READY'
  /** Not taken, for a reason; its bytes are gone. */
  | 'REFUSED'
  /** Taken back, replaced, or never finished; its bytes are gone. */
  | 'REMOVED'
  /** Replaced, and kept for a while for reviewers, as something was verified by it. Its owner sees REMOVED. */
  | 'SUPERSEDED'
  /** Bytes are still to come. */
  | 'UPLOADING';

/** Something to get to know after approval. */
export type FirstStepKind =
  /** Campaigns that look for creators. */
  | 'DISCOVERY'
  /** Where pictures are kept. */
  | 'GALLERY'
  /** Where to find answers. */
  | 'HELP'
  /** What to be told, and how. */
  | 'NOTIFICATIONS'
  /** That they can be paid. Not where no account is asked for. */
  | 'PAYOUT_ACCOUNT'
  /** Name, language and time zone. */
  | 'PROFILE'
  /** A passkey, or codes of an app, besides the password. */
  | 'SECURITY'
  /** The first picture. */
  | 'STUDIO';

/** Something that a campaign asks of creators. */
export type FitReasonKind =
  /** Live in one of its countries. */
  | 'COUNTRY'
  /** Have so many followers on one of its platforms. */
  | 'FOLLOWERS'
  /** Be about one of its niches. */
  | 'NICHE'
  /** Have a profile on one of its platforms. */
  | 'PLATFORM';

/** Given to one person besides their roles, or denied to them in spite of these. */
export type GrantEffect =
  /** Not allowed, whatever the roles say. */
  | 'DENY'
  /** Allowed, also where no role says so. */
  | 'GRANT';

/** A single permission for one person, or against them. */
export type GrantInput = {
  /** In the future. Null: until it is lifted. */
  expiresAt?: string | null | undefined;
  /** By name; `permissions` lists all. */
  permission: string;
  /** Why; kept for other staff. */
  reason: string;
  /** The widest one that makes sense when absent. */
  scope?: PermissionScope | null | undefined;
};

/** What is to be said of a part; a value belongs to most. */
export type HealthFinding =
  /** The folder that audit heads are taken to cannot be written, with this error: they stay in the database. */
  | 'AUDIT_HEADS_STAY'
  /** So many processes could not note outside of the database what they recorded, within the last hour. */
  | 'AUDIT_JOURNALS_STAY'
  /** This process cannot note outside of the database what it records, with this error. */
  | 'AUDIT_JOURNAL_STAYS'
  /** So many events that were noted outside of the database are missing in it: somebody has removed them. */
  | 'AUDIT_MISSING'
  /** An event has waited so many seconds for its place in the audit chain. */
  | 'AUDIT_WAITS'
  /** Which engine draws. */
  | 'ENGINE'
  /** The engine answers with this, which is not how it answers when it works. */
  | 'ENGINE_ANSWERS'
  /** Everything is sealed with this master key. */
  | 'KEY'
  /** The master key of this number is not the one that sealed what lies there: it cannot be opened. */
  | 'KEY_FOREIGN'
  /** What was sealed with the master key of this number cannot be opened: the key is missing. */
  | 'KEY_MISSING'
  /** There is no mail server: mail stays in the outbox. */
  | 'MAIL_STAYS'
  /** The mail server does not take mail: this is what it answered, or what went wrong on the way. */
  | 'MAIL_WAITS'
  /** The mail server cannot be used, as was found before any mail had to leave: this is what it answered, or what went wrong on the way. */
  | 'MAIL_WOULD_WAIT'
  /** Nothing came within so many seconds. */
  | 'NO_ANSWER'
  /** No job worker runs: what people ask for waits. */
  | 'NO_WORKER'
  /** The embedded engine draws previews without an AI model. */
  | 'PREVIEWS'
  /** What lies there is being sealed anew under this master key. */
  | 'SEALING_ANEW'
  /** The file store takes nothing more. */
  | 'STORE_FULL'
  /** The file store cannot be written. */
  | 'STORE_UNREACHABLE'
  /** So many job workers run. */
  | 'WORKERS';

/** How something is. */
export type HealthStatus =
  /** Does not work; what is wrong stands beside it. */
  | 'DOWN'
  /** Not part of this installation. */
  | 'OFF'
  /** Works. */
  | 'UP';

/** Why a reviewer should look twice. */
export type HintKind =
  /** Another applicant used the same device. */
  | 'DEVICE'
  /** Another applicant has a document of the same number. */
  | 'DOCUMENT_NUMBER'
  /** What a provider read on their document is not what they typed. */
  | 'DOCUMENT_READ'
  /** Another applicant handed in the very same file. */
  | 'FILE'
  /** What they typed as their name is not what stands elsewhere. */
  | 'NAME'
  /** Another applicant wants to be paid to the same account. */
  | 'PAYOUT_ACCOUNT'
  /** Another applicant names the same profile. */
  | 'SOCIAL_PROFILE'
  /** Another applicant has the same tax number. */
  | 'TAX_ID';

/** How far a check at a provider came. */
export type IdentityCheckStatus =
  /** Given up by the creator, or another way was chosen. */
  | 'CANCELLED'
  /** The provider could not be asked. */
  | 'FAILED'
  /** The provider could not decide: the creator has to try again. */
  | 'NEEDS_INPUT'
  /** The creator can go there. */
  | 'OPEN'
  /** The provider is looking. */
  | 'PROCESSING'
  /** The provider is being asked for a place to go. */
  | 'REQUESTED'
  /** The provider is sure. */
  | 'VERIFIED'
  /** It was verified, and staff were not content with it: the creator does it again, or uploads pictures. */
  | 'VOID';

/** Shape of a picture, width to height. */
export type ImageAspectRatio =
  /** 16:9, wide. */
  | 'LANDSCAPE'
  /** 3:2, as cameras do. */
  | 'PHOTO'
  /** 4:5, upright. */
  | 'PORTRAIT'
  /** 1:1. */
  | 'SQUARE'
  /** 9:16, a phone’s whole screen. */
  | 'STORY';

/** What makes the pictures. */
export type ImageEngine =
  /** A preview drawn without an AI model. */
  | 'EMBEDDED'
  /** Workflows in n8n, which ask an AI service. */
  | 'N8N';

/** A style model laid over the main one. */
export type ImageLoraInput = {
  /** Id of a model that the studio offers. */
  model: string;
  /** Within the range of the studio. */
  weight: number;
};

/** What pictures are made for. */
export type ImagePurpose =
  /** For a campaign. Refused for as long as no campaign can be named. */
  | 'CAMPAIGN'
  /** For the creator’s own use. */
  | 'PERSONAL';

/** On whose side somebody cancelled a request. */
export type ImageRequestCanceller =
  /** The staff of the agency, also while they act in the account of whoever had asked. */
  | 'AGENCY'
  /** Whoever had asked. */
  | 'CREATOR';

/** Every condition that is given has to hold; null is none. */
export type ImageRequestFilter = {
  /** Inclusive. */
  createdAfter?: string | null | undefined;
  /** Exclusive. */
  createdBefore?: string | null | undefined;
  /** Failed with any of these codes, such as `AI_ERROR`. Null or none: whatever came of it. */
  failureCodes?: Array<string> | null | undefined;
  /** Staff only; others always see their own. */
  personId?: string | null | undefined;
  /** Any of these. */
  status?: Array<ImageRequestStatus> | null | undefined;
};

/** What the viewer may do with a request. */
export type ImageRequestMove =
  /** Stop it; what was not made is given back to the quota. */
  | 'CANCEL'
  /** Ask for the same once more. */
  | 'RETRY';

/** What a list of requests begins with. */
export type ImageRequestOrder =
  /** The latest first. */
  | 'NEWEST'
  /** The earliest first. */
  | 'OLDEST';

/** How far a request came. PENDING, QUEUED and PROCESSING are open; every other one is final. */
export type ImageRequestStatus =
  /** Stopped by a person. */
  | 'CANCELLED'
  /** At least one picture was made. */
  | 'COMPLETED'
  /** Nothing was made; why stands with it. */
  | 'FAILED'
  /** Stored, and not yet handed to the engine. */
  | 'PENDING'
  /** Being made. */
  | 'PROCESSING'
  /** With the engine, which has not begun. */
  | 'QUEUED'
  /** The engine was not heard of for too long. */
  | 'TIMED_OUT';

/** How large a picture is. */
export type ImageResolution =
  /** Small, for trying. */
  | 'DRAFT'
  /** For print and large screens. */
  | 'HIGH'
  /** For feeds and the web. */
  | 'STANDARD';

/** In what manner a picture is made. */
export type ImageStyle =
  /** As in a magazine. */
  | 'EDITORIAL'
  /** As from a cinema film: grain and muted colours. */
  | 'FILM'
  /** Drawn, with flat shapes. */
  | 'ILLUSTRATION'
  /** As a plain photo. */
  | 'NATURAL'
  /** Night and glowing lines. */
  | 'NEON'
  /** Light and soft colours. */
  | 'PASTEL';

/** Somebody who shall have an account. */
export type InviteAccountInput = {
  /** How others see the person. */
  displayName: string;
  /** Where the link is mailed; becomes the name to sign in with. */
  email: string;
  /** Language code, such as `en`. Null: English. */
  language?: string | null | undefined;
  /** Demanded by roles for brands. Null: none. */
  organisationId?: string | null | undefined;
  /** Keys of at least one role. */
  roles: Array<string>;
  /** False: the account waits until the invitation is sent by hand. Null: it is sent. */
  sendInvitation?: boolean | null | undefined;
  /** IANA name, such as `Europe/Madrid`. Null: UTC. */
  timeZone?: string | null | undefined;
};

/** When mails that can wait are wanted. */
export type MailDigestInput = {
  /** 0 to 23, in the time zone of the person. */
  hour: number;
  /** How often. */
  rhythm: DigestRhythm;
  /** 1 is Monday, 7 is Sunday; counts for WEEKLY only. */
  weekday: number;
};

/** Every condition that is given has to hold; null is none. */
export type MailMessageFilter = {
  /** Key of a notice, such as `accounts.invitation`. */
  notice?: string | null | undefined;
  /** Mails to this person. */
  personId?: string | null | undefined;
  /** Any of these. None: every status. */
  status?: Array<MailStatus> | null | undefined;
};

/** What keeps a mail from leaving. */
export type MailProblem =
  /** There is no such mailbox, or it takes nothing. */
  | 'ADDRESS_REFUSED'
  /** The conversation ended early, or what answers does not speak SMTP. */
  | 'BROKEN_OFF'
  /** The mail server asks to be tried later. */
  | 'LATER'
  /** Nothing is known under the name of the mail server. */
  | 'NOT_FOUND'
  /** No TLS with a certificate that somebody vouches for. */
  | 'NOT_SECURE'
  /** Something else; its code is all that is known. */
  | 'OTHER'
  /** The mail server does not take the mail: its sender, its recipient or what it says. */
  | 'REFUSED'
  /** The mail server does not take the user name or the password. */
  | 'SIGN_IN_REFUSED'
  /** The mail server does not answer in time. */
  | 'SILENT'
  /** No connection to the mail server comes about. */
  | 'UNREACHABLE';

/** How far a mail came. */
export type MailStatus =
  /** The other side refused for good, or every try was used up. */
  | 'BOUNCED'
  /** Readable in the outbox and sent nowhere: this installation sends no mail. */
  | 'KEPT'
  /** Waits to be sent. */
  | 'QUEUED'
  /** A try failed in a way that may pass; another one follows. */
  | 'RETRYING'
  /** Being handed over. */
  | 'SENDING'
  /** The other side has taken it. */
  | 'SENT'
  /** Not tried: mail to this address came back before, and this one can wait. */
  | 'SUPPRESSED';

/** A text of a notice, not necessarily saved. */
export type MailTextInput = {
  /** Markdown; may contain variables. */
  body: string;
  /** Language code, such as `en`. */
  language: string;
  /** Key of a notice, such as `accounts.invitation`. */
  notice: string;
  /** One line; may contain variables. */
  subject: string;
};

/** Instructions that were carried out. */
export type MarkDepositsSentInput = {
  /** Each of a REQUESTED one. */
  ids: Array<string>;
  /** What stands on the transfer. */
  reference: string;
  /** The day on which the bank took the order. */
  sentAt: string;
};

/** CHANGED: an earlier version was accepted, and not this one. */
export type MyTermsState =
  /** The version in force was accepted. */
  | 'ACCEPTED'
  /** An earlier version was accepted, and not this one. */
  | 'CHANGED'
  /** No version was ever accepted. */
  | 'NEW'
  /** Was accepted, and taken back. */
  | 'WITHDRAWN';

/** How somebody is told something. */
export type NoticeChannel =
  /** In the app. */
  | 'INBOX'
  /** By e-mail. */
  | 'MAIL';

/** What an organisation is. */
export type OrganisationKind =
  /** Whom the staff work for. */
  | 'AGENCY'
  /** A client with campaigns. */
  | 'BRAND';

/** Why a password is not taken. */
export type PasswordProblem =
  /** Among those that are tried first. */
  | 'COMMON'
  /** Little more than the name or the e-mail address. */
  | 'PERSONAL'
  /** Too few of small letters, capitals, digits, others. */
  | 'TOO_FEW_KINDS'
  /** Longer than `passwordRules` allows. */
  | 'TOO_LONG'
  /** Shorter than `passwordRules` asks for. */
  | 'TOO_SHORT'
  /** The one that is to be replaced. */
  | 'UNCHANGED';

/** Whether an account is known to be the creator’s. REPLACED is final. */
export type PayoutAccountStatus =
  /** The last verification came to nothing; another one may begin. */
  | 'FAILED'
  /** Another one took its place. */
  | 'REPLACED'
  /** Entered; nobody has begun to verify it. */
  | 'UNVERIFIED'
  /** Shown to be the creator’s. */
  | 'VERIFIED'
  /** A verification is under way. */
  | 'VERIFYING';

/** Why nobody can be paid yet. */
export type PayoutBlocker =
  /** A reviewer has not accepted the section. */
  | 'NOT_ACCEPTED'
  /** The account is not known to be the creator’s. */
  | 'NOT_VERIFIED'
  /** None was entered. */
  | 'NO_ACCOUNT';

/** How it is verified that an account is the creator’s. */
export type PayoutMethod =
  /** Two amounts, which only who sees the account can tell. */
  | 'MICRO_DEPOSITS'
  /** Somebody who verifies accounts for us. */
  | 'PROVIDER'
  /** A statement of the bank, which a reviewer looks at. */
  | 'STATEMENT';

/** Which numbers name an account. */
export type PayoutScheme =
  /** An IBAN. */
  | 'IBAN'
  /** Account number and BIC, where there is no IBAN. */
  | 'SWIFT'
  /** Sort code and account number. */
  | 'UK'
  /** Routing number and account number. */
  | 'US_ACH';

/** How far a verification came. */
export type PayoutVerificationStatus =
  /** Another method was chosen, or another account entered. */
  | 'CANCELLED'
  /** Nobody told the amounts in time. */
  | 'EXPIRED'
  /** Shown not to be the creator’s, or not shown. */
  | 'FAILED'
  /** Wrong amounts too often: no more deposits to this account until finance allows it. */
  | 'LOCKED'
  /** The provider wants more of the creator. */
  | 'NEEDS_INPUT'
  /** With the creator: the amounts were sent, or the provider's page waits. */
  | 'OPEN'
  /** With the provider. */
  | 'PROCESSING'
  /** Finance has still to send, a reviewer to look, or the provider to answer. */
  | 'REQUESTED'
  /** Shown to be the creator’s. */
  | 'VERIFIED';

/** Whose things a permission reaches, from the narrowest to the widest. */
export type PermissionScope =
  /** Everybody’s. */
  | 'ALL'
  /** Those of one’s agency or brand. */
  | 'ORGANISATION'
  /** One’s own. */
  | 'OWN';

/** A contact detail that may be masked. */
export type PersonalField =
  /** The address that the person signs in with. */
  | 'EMAIL'
  /** With the country’s prefix. */
  | 'PHONE';

/** How somebody shows that it is they. Exactly one of these; the others are null. */
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
  /** Six digits of an authenticator app. */
  | 'CODE'
  /** A key on a device. */
  | 'PASSKEY'
  /** Where there is no second factor. */
  | 'PASSWORD'
  /** One of the codes to be kept on paper; each counts once. */
  | 'RECOVERY_CODE';

/** What a reason is given for. */
export type ReasonUse =
  /** Why a creator is rejected. */
  | 'REJECT'
  /** Why a section goes back to the creator. */
  | 'RETURN';

/** Somebody who wants to join. */
export type RegisterInput = {
  /** How others see you. */
  displayName: string;
  /** Where the link is mailed; becomes the name to sign in with. */
  email: string;
  /** Of mails, such as `en`. Null: English. */
  language?: string | null | undefined;
  /** Judged by the rules of `passwordRules`. */
  password: string;
  /** A name of the IANA time zone database. Null: UTC. */
  timeZone?: string | null | undefined;
};

/** What to make. What is left out is chosen by the studio. */
export type RequestImagesInput = {
  /** The default of the studio when absent. */
  aspectRatio?: ImageAspectRatio | null | undefined;
  /** Within the range of the studio; its default when absent. */
  cfgScale?: number | null | undefined;
  /** How many pictures, within the range of the studio; its default when absent. */
  count?: number | null | undefined;
  /** Repeating a request with the same key returns the first one instead of asking twice. Null: each asks anew. */
  idempotencyKey?: string | null | undefined;
  /** None when absent. */
  loras?: Array<ImageLoraInput> | null | undefined;
  /** What is to be kept out. Null: nothing. */
  negativePrompt?: string | null | undefined;
  /** What is to be seen. */
  prompt: string;
  /** PERSONAL when absent; there are no campaigns yet to ask for. */
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

/** What the viewer may do with a case now. */
export type ReviewMove =
  /** Give it to somebody. */
  | 'ASSIGN'
  /** Take it, so that nobody else can decide. */
  | 'CLAIM'
  /** Also to save verdicts: the viewer holds it. */
  | 'DECIDE'
  /** Give it back to the queue. */
  | 'RELEASE';

/** A reason in one language. */
export type ReviewReasonTextInput = {
  /** Language code, such as `en`. */
  language: string;
  /** What the creator reads. */
  text: string;
};

/** Where the brand may use what was made. */
export type RightsChannel =
  /** In the brand’s own profiles and pages. */
  | 'BRAND_CHANNELS'
  /** In the creator’s own profiles. */
  | 'CREATOR_CHANNELS'
  /** In advertisements that the brand pays for. */
  | 'PAID_ADS';

/** How far one permission of a role shall reach from now on. */
export type RolePermissionChange = {
  /** By name; `permissions` lists all. */
  permission: string;
  /** Null takes it away. */
  scope?: PermissionScope | null | undefined;
};

/** What a reviewer ticks off on a document. What is left out counts as not looked at. */
export type SaveDocumentCheckInput = {
  /** A case that the viewer holds. */
  caseId: string;
  /** A document of the case. */
  documentId: string;
  /** Looks like what such documents look like. Null: not looked at. */
  genuine?: boolean | null | undefined;
  /** Neither expired nor too old. Null: not looked at. */
  inDate?: boolean | null | undefined;
  /** Can be read as a whole. Null: not looked at. */
  legible?: boolean | null | undefined;
};

/** Where a creator wants to be paid. Which numbers are asked for follows from the scheme; the others are null. */
export type SavePayoutAccountInput = {
  /** For UK, US_ACH and SWIFT. */
  accountNumber?: string | null | undefined;
  /** For SWIFT; eight or eleven characters. */
  bic?: string | null | undefined;
  /** Of the bank: two letters. */
  country: string;
  /** ISO 4217. */
  currency: string;
  /** As the bank knows them. */
  holderName: string;
  /** For IBAN; spaces do not matter. */
  iban?: string | null | undefined;
  /** For US_ACH; nine digits. */
  routingNumber?: string | null | undefined;
  /** Which numbers are given. */
  scheme: PayoutScheme;
  /** For UK; six digits. */
  sortCode?: string | null | undefined;
};

/** A reason to be made or changed. */
export type SaveReviewReasonInput = {
  /** Capital letters, digits and underscores, such as `TOO_DARK`. */
  code: string;
  /** True: offered no more; what was decided with it keeps it. Null: false. */
  retired?: boolean | null | undefined;
  /** The one that was seen; 0: a new one. */
  revision: number;
  /** Null or none: everywhere. */
  sections?: Array<SectionKind> | null | undefined;
  /** In every language of the product. */
  texts: Array<ReviewReasonTextInput>;
  /** What it is a reason for. */
  use: ReasonUse;
};

/** What a reviewer thinks of a section. */
export type SaveVerdictInput = {
  /** A case that the viewer holds. */
  caseId: string;
  /** To the creator. Null: nothing is said. */
  note?: string | null | undefined;
  /** Null takes it back. */
  outcome?: VerdictOutcome | null | undefined;
  /** Codes; at least one to return, unless a document is asked for. Null: none. */
  reasons?: Array<string> | null | undefined;
  /** The one that was seen; 0 where there is none yet. */
  revision: number;
  /** Which part of the application. */
  section: SectionKind;
};

/** What a saved view shall show; the same as it is read. */
export type SavedCaseFilterInput = {
  /** Null: whoever has it. */
  assignee?: CaseAssignee | null | undefined;
  /** Null: all of them. */
  columns?: Array<CaseColumn> | null | undefined;
  /** True: only those of high risk; false: only others; null: both. */
  highRisk?: boolean | null | undefined;
  /** Null: what is due first comes first. */
  order?: CaseOrder | null | undefined;
  /** True: only those too late; false: only others; null: both. */
  overdue?: boolean | null | undefined;
  /** True: only of creators approved before; false: only first ones; null: both. */
  renewal?: boolean | null | undefined;
  /** Null: those that are open. */
  status?: Array<CaseStatus> | null | undefined;
};

/** A part of the application. */
export type SectionKind =
  /** Where the creator lives. */
  | 'ADDRESS'
  /** Who follows them. */
  | 'AUDIENCE'
  /** What they agree to. */
  | 'CONSENTS'
  /** Passport or identity card. */
  | 'IDENTITY_DOCUMENT'
  /** What they make posts about. */
  | 'NICHES'
  /** Where they want to be paid. */
  | 'PAYOUT_ACCOUNT'
  /** Name and date of birth. */
  | 'PERSON'
  /** Their profiles, and that these are theirs. */
  | 'SOCIAL_PROFILES'
  /** Tax number and residence. */
  | 'TAX';

/** How far a section came. */
export type SectionStatus =
  /** Staff have accepted it. */
  | 'ACCEPTED'
  /** Something was entered, and not handed in. */
  | 'DRAFT'
  /** Nothing was entered. */
  | 'EMPTY'
  /** Was accepted, and is too old now. */
  | 'EXPIRED'
  /** A reviewer holds the case. */
  | 'IN_REVIEW'
  /** With reasons. */
  | 'RETURNED'
  /** Handed in; staff have not begun. */
  | 'SUBMITTED';

/** For whom, besides the whole workspace, another value may hold. */
export type SettingLevel =
  /** One person. */
  | 'ACCOUNT'
  /** Everybody who has one role. */
  | 'ROLE';

/** What somebody who gave the right password still has to do before they are signed in. */
export type SignInStep =
  /** Set up a second factor, which the role demands. */
  | 'ENROLMENT'
  /** Choose another password. */
  | 'PASSWORD_CHANGE'
  /** Prove the second factor. */
  | 'SECOND_FACTOR';

/** Where a profile is. */
export type SocialPlatform =
  /** facebook.com */
  | 'FACEBOOK'
  /** instagram.com */
  | 'INSTAGRAM'
  /** linkedin.com */
  | 'LINKEDIN'
  /** pinterest.com */
  | 'PINTEREST'
  /** tiktok.com */
  | 'TIKTOK'
  /** twitch.tv */
  | 'TWITCH'
  /** x.com, once Twitter. */
  | 'X'
  /** youtube.com */
  | 'YOUTUBE';

/** Whether a profile is known to be the creator’s. */
export type SocialProfileStatus =
  /** The page is being looked at, or the platform asked. */
  | 'CHECKING'
  /** Named; whose it is has not been shown. */
  | 'UNPROVEN'
  /** Shown to be the creator’s. */
  | 'VERIFIED'
  /** The creator says that the code is there; a reviewer looks. */
  | 'WITH_STAFF';

/** How it can be shown whose profile it is: a code on its public page, the platform’s sign-in, or a reviewer. */
export type SocialProofMethod =
  /** By signing in at the platform. */
  | 'OAUTH'
  /** By a code on its public page. */
  | 'PAGE'
  /** By a reviewer who looks. */
  | 'STAFF';

/** What nobody may do before they accept. */
export type TermsBlock =
  /** Ask for pictures. */
  | 'REQUEST_IMAGES'
  /** Hand in the application. */
  | 'SUBMIT_APPLICATION';

/** What the next version shall say. It replaces the whole draft. */
export type TermsDraftInput = {
  /** What stops without consent. Empty: nothing. */
  blocks: Array<TermsBlock>;
  /** Days until it stops, for who had an account before it came in force. 0: at once. */
  graceDays: number;
  /** Whether consent is demanded. */
  required: boolean;
  /** One for each language; English at least. */
  texts: Array<TermsTextInput>;
};

/** What the viewer may do with a version now. */
export type TermsMove =
  /** Throw the draft away. */
  | 'DISCARD'
  /** Change the draft. */
  | 'EDIT'
  /** Put it in force, at once or at a time. */
  | 'PUBLISH'
  /** Done by the clock: a newer one came in force. */
  | 'REPLACE'
  /** Done by the clock: its time has come. */
  | 'TAKE_EFFECT'
  /** Make it a draft again before its time has come. */
  | 'UNSCHEDULE';

/** Where a version stands; follows from the clock. */
export type TermsStatus =
  /** Thrown away as a draft. */
  | 'DISCARDED'
  /** Can be changed; nobody but staff sees it. */
  | 'DRAFT'
  /** Holds now. */
  | 'IN_FORCE'
  /** Held until a newer one came. */
  | 'REPLACED'
  /** Holds from a time to come. */
  | 'SCHEDULED';

/** A version in one language. */
export type TermsTextInput = {
  /** Markdown. */
  body: string;
  /** Language code, such as `en`. */
  language: string;
  /** Heading; one line. */
  title: string;
};

/** What is left out or null stays as it is. */
export type UpdateAccountInput = {
  /** How others see the person. */
  displayName?: string | null | undefined;
  /** Language code of the product, such as `en`. */
  language?: string | null | undefined;
  /** IANA name, such as `Europe/Madrid`. */
  timeZone?: string | null | undefined;
};

/** What is left out or null stays as it is. */
export type UpdateProfileInput = {
  /** How others see the person. */
  displayName?: string | null | undefined;
  /** Language code of the product, such as `en`. */
  language?: string | null | undefined;
  /** With the country code, such as +49 170 1234567. Empty: none. */
  phone?: string | null | undefined;
  /** IANA name, such as `Europe/Madrid`. */
  timeZone?: string | null | undefined;
};

/** What shall become of a section. */
export type VerdictOutcome =
  /** It is all right. */
  | 'ACCEPT'
  /** The creator has to put something right. */
  | 'RETURN';
