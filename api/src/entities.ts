import { LivePicture1763683200000 } from '../migrations/1763683200000-live-picture.ts';
import { Identity1763769600000 } from '../migrations/1763769600000-identity.ts';
import { RateLimits1763769600500 } from '../migrations/1763769600500-rate-limits.ts';
import { Sessions1763769601000 } from '../migrations/1763769601000-sessions.ts';
import { OneTimeLinks1763769602000 } from '../migrations/1763769602000-one-time-links.ts';
import { AddressRequests1763769602500 } from '../migrations/1763769602500-address-requests.ts';
import { SecondFactors1763769603000 } from '../migrations/1763769603000-second-factors.ts';
import { AuditChain1763769604000 } from '../migrations/1763769604000-audit-chain.ts';
import { PersonalData1763769605000 } from '../migrations/1763769605000-personal-data.ts';
import { PersonalReveals1763769605500 } from '../migrations/1763769605500-personal-reveals.ts';
import { Notices1763769606000 } from '../migrations/1763769606000-notices.ts';
import { People1763769606500 } from '../migrations/1763769606500-people.ts';
import { ApiKeys1763769607000 } from '../migrations/1763769607000-api-keys.ts';
import { Impersonation1763769607500 } from '../migrations/1763769607500-impersonation.ts';
import { Settings1763769608000 } from '../migrations/1763769608000-settings.ts';
import { OrganisationRows1763769609000 } from '../migrations/1763769609000-organisation-rows.ts';
import { Onboarding1763856000000 } from '../migrations/1763856000000-onboarding.ts';
import { Documents1763856001000 } from '../migrations/1763856001000-documents.ts';
import { SocialProfiles1763856003000 } from '../migrations/1763856003000-social-profiles.ts';
import { Terms1763856002000 } from '../migrations/1763856002000-terms.ts';
import { PayoutAccounts1763856004000 } from '../migrations/1763856004000-payout-accounts.ts';
import { IdentityChecks1763856005000 } from '../migrations/1763856005000-identity-checks.ts';
import { Desk1763856006000 } from '../migrations/1763856006000-desk.ts';
import { AccountRows1763856007000 } from '../migrations/1763856007000-account-rows.ts';
import { EndedAccess1763856007100 } from '../migrations/1763856007100-ended-access.ts';
import { AuditRecords1763856007200 } from '../migrations/1763856007200-audit-records.ts';
import { MailDigests1763856008000 } from '../migrations/1763856008000-mail-digests.ts';
import { HandOff1763856009000 } from '../migrations/1763856009000-hand-off.ts';
import { GermanReasons1763856022000 } from '../migrations/1763856022000-german-reasons.ts';
import { FrenchReasons1763856024000 } from '../migrations/1763856024000-french-reasons.ts';
import { VerifiedBefore1763856026000 } from '../migrations/1763856026000-verified-before.ts';
import { SealedOrigins1763856032000 } from '../migrations/1763856032000-sealed-origins.ts';
import { ImageFailures1763856034000 } from '../migrations/1763856034000-image-failures.ts';
import { FirstSteps1795310000000 } from '../migrations/1795310000000-first-steps.ts';
import { AuditJournals1795320000000 } from '../migrations/1795320000000-audit-journals.ts';
import { IdentityComparison1763856028000 } from '../migrations/1763856028000-identity-comparison.ts';
import { EmailChanges1763856008100 } from '../migrations/1763856008100-email-changes.ts';
import { News1763856008200 } from '../migrations/1763856008200-news.ts';
import { KeptProofs1795330000000 } from '../migrations/1795330000000-kept-proofs.ts';
import { AskedAndProven1795337000000 } from '../migrations/1795337000000-asked-and-proven.ts';
import { DocumentRequests1795341000000 } from '../migrations/1795341000000-document-requests.ts';
import { SealedPasskeyNames1795345000000 } from '../migrations/1795345000000-sealed-passkey-names.ts';
import { LateRisk1795336000000 } from '../migrations/1795336000000-late-risk.ts';
import { OwnRows1795347000000 } from '../migrations/1795347000000-own-rows.ts';
import { Campaigns1795351000000 } from '../migrations/1795351000000-campaigns.ts';
import { NewlyAsked1795352000000 } from '../migrations/1795352000000-newly-asked.ts';
import { FoundByDigest1795352500000 } from '../migrations/1795352500000-found-by-digest.ts';
import { CampaignNiches1795353000000 } from '../migrations/1795353000000-campaign-niches.ts';
import { CancelledBy1795354000000 } from '../migrations/1795354000000-cancelled-by.ts';
import { CampaignWords1795351200000 } from '../migrations/1795351200000-campaign-words.ts';
import { MailServerLook1795354500000 } from '../migrations/1795354500000-mail-server-look.ts';
import { CampaignPlatforms1795355000000 } from '../migrations/1795355000000-campaign-platforms.ts';
import { Deactivations1795356000000 } from '../migrations/1795356000000-deactivations.ts';
import { MailToOwnAddress1795356100000 } from '../migrations/1795356100000-mail-to-own-address.ts';
import { CampaignOnce1795356200000 } from '../migrations/1795356200000-campaign-once.ts';
import { CampaignAuthor1795420000000 } from '../migrations/1795420000000-campaign-author.ts';
import { Channels1795335000000 } from '../migrations/1795335000000-channels.ts';
import { Account } from './accounts/account.entity.ts';
import { Passkey } from './accounts/passkey.entity.ts';
import { Totp } from './accounts/totp.entity.ts';
import { Image } from './imaging/image.entity.ts';
import { ImageRequest } from './imaging/image-request.entity.ts';

/** Every table that TypeORM writes. */
export const entities = [Account, Passkey, Totp, ImageRequest, Image];

/** Every change of the tables, oldest first. */
export const migrations = [
  LivePicture1763683200000,
  Identity1763769600000,
  RateLimits1763769600500,
  Sessions1763769601000,
  OneTimeLinks1763769602000,
  AddressRequests1763769602500,
  SecondFactors1763769603000,
  AuditChain1763769604000,
  PersonalData1763769605000,
  PersonalReveals1763769605500,
  Notices1763769606000,
  People1763769606500,
  ApiKeys1763769607000,
  Impersonation1763769607500,
  Settings1763769608000,
  OrganisationRows1763769609000,
  Onboarding1763856000000,
  Documents1763856001000,
  Terms1763856002000,
  SocialProfiles1763856003000,
  PayoutAccounts1763856004000,
  IdentityChecks1763856005000,
  Desk1763856006000,
  AccountRows1763856007000,
  EndedAccess1763856007100,
  AuditRecords1763856007200,
  MailDigests1763856008000,
  EmailChanges1763856008100,
  News1763856008200,
  HandOff1763856009000,
  GermanReasons1763856022000,
  FrenchReasons1763856024000,
  VerifiedBefore1763856026000,
  IdentityComparison1763856028000,
  SealedOrigins1763856032000,
  ImageFailures1763856034000,
  FirstSteps1795310000000,
  AuditJournals1795320000000,
  KeptProofs1795330000000,
  Channels1795335000000,
  LateRisk1795336000000,
  AskedAndProven1795337000000,
  DocumentRequests1795341000000,
  SealedPasskeyNames1795345000000,
  OwnRows1795347000000,
  Campaigns1795351000000,
  CampaignWords1795351200000,
  NewlyAsked1795352000000,
  FoundByDigest1795352500000,
  CampaignNiches1795353000000,
  CancelledBy1795354000000,
  MailServerLook1795354500000,
  CampaignPlatforms1795355000000,
  Deactivations1795356000000,
  MailToOwnAddress1795356100000,
  CampaignOnce1795356200000,
  CampaignAuthor1795420000000,
];
