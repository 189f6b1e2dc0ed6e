import { randomUUID } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import packageJson from '../package.json' with { type: 'json' };
import {
  accountResolvers,
  accountResolverTypes,
  accountServices,
  declareAccountJobs,
  type AccountServices,
} from './app-accounts.ts';
import { checksOf } from './app-checks.ts';
import {
  declareDocumentJobs,
  documentResolvers,
  documentResolverTypes,
  documentServices,
  type DocumentServices,
} from './app-documents.ts';
import {
  declareOnboardingJobs,
  onboardingResolvers,
  onboardingResolverTypes,
  onboardingServices,
  type OnboardingParts,
  type OnboardingServices,
} from './app-onboarding.ts';
import { openFoundation, type Foundation } from './app-foundation.ts';
import { handleTellExpiringKeys, tellExpiringKeysJob } from './accounts/api-key.jobs.ts';
import { hasSecondFactor } from './accounts/second-factor.need.ts';
import { CampaignReads } from './campaigns/campaign.reads.ts';
import { CampaignResolver } from './campaigns/campaign.resolver.ts';
import { CampaignService } from './campaigns/campaign.service.ts';
import { type HeadPlace, openHeadPlace, warnOfUnusable } from './audit/audit-head-place.ts';
import { JournalKeeper, journalsIn } from './audit/audit-journals.ts';
import { TailKeeper } from './audit/audit-tail.ts';
import { AuditExports } from './audit/audit.exports.ts';
import { AuditHeads } from './audit/audit.heads.ts';
import { declareAuditJobs } from './audit/audit.jobs.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { AuditSealer } from './audit/audit.sealer.ts';
import { AuditService } from './audit/audit.service.ts';
import { openEdge, openWorkerEdge, type Edge } from './edge.ts';
import { announceFirstSteps } from './onboarding/first-steps.ts';
import { EmbeddedOrchestrator } from './imaging/engine-embedded/embedded-orchestrator.ts';
import { handleRender, renderJob } from './imaging/engine-embedded/render.jobs.ts';
import { N8nOrchestrator } from './imaging/engine-n8n/n8n-orchestrator.ts';
import { ImageDeliveryService } from './imaging/image-delivery.service.ts';
import { deriveJob, handleDerive } from './imaging/image-derivatives.ts';
import { ImageFailures } from './imaging/image-failure.notice.ts';
import { handleTellReady, tellReadyJob } from './imaging/image-ready.jobs.ts';
import type { ImageOrchestrator } from './imaging/image-orchestrator.ts';
import { ImageEngine } from './imaging/image-request.entity.ts';
import { checkOverdueNow, declareImageJobs } from './imaging/image-request.jobs.ts';
import { ImageRequestLive } from './imaging/image-request.live.ts';
import { hasAskedForImages, ImageRequestReads } from './imaging/image-request.reads.ts';
import { ImageRequestResolver } from './imaging/image-request.resolver.ts';
import { ImageRequestService } from './imaging/image-request.service.ts';
import { ImageResolver } from './imaging/image.resolver.ts';
import { ImageService } from './imaging/image.service.ts';
import { MediaLinks } from './imaging/media-links.ts';
import { openInboxLive, type InboxLive } from './inbox/inbox.live.ts';
import { InboxNotifier } from './inbox/inbox.notifier.ts';
import { InboxResolver } from './inbox/inbox.resolver.ts';
import { InboxService } from './inbox/inbox.service.ts';
import { handleSendDigests, sendDigestsJob } from './inbox/mail-digest.jobs.ts';
import { MailDigestResolver } from './inbox/mail-digest.resolver.ts';
import { MailDigestService } from './inbox/mail-digest.service.ts';
import { MailTemplateResolver } from './inbox/mail-template.resolver.ts';
import { MailTemplateService } from './inbox/mail-template.service.ts';
import {
  forgetNoticesJob,
  handleForgetNotices,
  handleLookAtMailServer,
  handleSendMail,
  lookAtMailServerJob,
  sendMailJob,
} from './inbox/mail.jobs.ts';
import { MailService } from './inbox/mail.service.ts';
import { NoticeTexts } from './inbox/notice-texts.ts';
import { OutboxResolver } from './inbox/outbox.resolver.ts';
import { OutboxService } from './inbox/outbox.service.ts';
import { handleTellDeadLetters, tellDeadLettersJob } from './operations/dead-letter.jobs.ts';
import { HealthService } from './operations/health.service.ts';
import { OperationsResolver } from './operations/operations.resolver.ts';
import { OperationsService } from './operations/operations.service.ts';
import { OrganisationResolver } from './organisations/organisation.resolver.ts';
import { OrganisationService } from './organisations/organisation.service.ts';
import type { Config } from './platform/config.ts';
import { closeDb, type Db } from './platform/db.ts';
import { buildGraphqlSchema } from './platform/graphql-schema.ts';
import { createLog, type Log } from './platform/log.ts';
import { forgetFullBucketsJob } from './platform/rate-limit.ts';
import { KeyRotation } from './privacy/key-rotation.ts';
import { handleRotateKeys, rotateKeysJob, rotateKeysWhenDue } from './privacy/privacy.jobs.ts';
import { SettingsReads } from './settings/settings.reads.ts';
import { SettingsResolver } from './settings/settings.resolver.ts';
import { SettingsService } from './settings/settings.service.ts';
import { TermsDeskResolver } from './terms/terms-desk.resolver.ts';
import { TermsDeskService } from './terms/terms-desk.service.ts';
import { handleTellTerms, tellTermsJob } from './terms/terms.jobs.ts';
import { TermsResolver } from './terms/terms.resolver.ts';

/** What a start or a test may bring along. */
export interface AppParts extends Required<OnboardingParts> {
  log: Log;
  /** Open and migrated. Closed with the app. */
  db: Db;
  now: () => Date;
  orchestrator: ImageOrchestrator;
  /** Least time for one preview; tests do not wait. */
  minimumRenderMs: number;
}

/** One workspace: its services on its own database. A process may hold many. */
export interface App extends Services {
  config: Config;
  log: Log;
  schema: GraphQLSchema;
  /** Serves HTTP and WebSocket; resolves with the port. */
  listen(): Promise<number>;
  /** Runs jobs. */
  work(): Promise<void>;
  /** Lets what runs come to an end, then closes every connection. */
  stop(): Promise<void>;
}

export interface Services extends Foundation, AccountServices, DocumentServices, OnboardingServices {
  notifier: InboxNotifier;
  inbox: InboxService;
  inboxLive: InboxLive;
  templates: MailTemplateService;
  outbox: OutboxService;
  mails: MailService;
  digests: MailDigestService;
  organisations: OrganisationService;
  termsDesk: TermsDeskService;
  campaigns: CampaignService;
  campaignReads: CampaignReads;
  failures: ImageFailures;
  links: MediaLinks;
  delivery: ImageDeliveryService;
  requests: ImageRequestService;
  reads: ImageRequestReads;
  live: ImageRequestLive;
  images: ImageService;
  audit: AuditService;
  auditExports: AuditExports;
  auditSealer: AuditSealer;
  auditHeads: AuditHeads;
  headPlace: HeadPlace;
  tailKeeper: TailKeeper;
  journalKeeper: JournalKeeper;
  settingsDesk: SettingsService;
  health: HealthService;
  rotation: KeyRotation;
  operations: OperationsService;
}

/** What of the API is GraphQL. */
export const resolverTypes = [
  ...accountResolverTypes,
  InboxResolver,
  MailDigestResolver,
  MailTemplateResolver,
  OutboxResolver,
  OrganisationResolver,
  ...documentResolverTypes,
  ...onboardingResolverTypes,
  TermsResolver,
  TermsDeskResolver,
  CampaignResolver,
  ImageRequestResolver,
  ImageResolver,
  AuditResolver,
  SettingsResolver,
  OperationsResolver,
] as const;

/** The only place that constructs services. The database must be migrated. */
export async function createApp(config: Config, parts: Partial<AppParts> = {}): Promise<App> {
  const log = parts.log ?? createLog(config, 'influencegen');
  const now = parts.now ?? (() => new Date());
  const foundation = await openFoundation(config, { log, now, opened: parts.db });
  const services = await createServices(config, { foundation, log, now, parts });
  declareJobs(config, services, { log, now, parts });
  const schema = buildGraphqlSchema([
    ...accountResolvers(services),
    new InboxResolver(services.inbox, services.inboxLive),
    new MailDigestResolver(services.digests),
    new MailTemplateResolver(services.templates),
    new OutboxResolver(services.outbox),
    new OrganisationResolver(services.organisations),
    ...documentResolvers(services),
    ...onboardingResolvers(services),
    new TermsResolver(services.consents),
    new TermsDeskResolver(services.termsDesk, services.consents),
    new CampaignResolver(services.campaigns, services.campaignReads),
    new ImageRequestResolver(services.requests, services.reads, services.live),
    new ImageResolver(services.images, services.reads),
    new AuditResolver(services.audit, services.auditExports),
    new SettingsResolver(services.settingsDesk),
    new OperationsResolver(services.operations),
  ]);
  let edge: Edge | null = null;
  let workerEdge: Edge | null = null;

  return {
    ...services,
    config,
    log,
    schema,
    async listen() {
      await services.journalKeeper.start();
      edge = await openEdge({ config, log, now, services, schema });
      return edge.listen();
    },
    async work() {
      await services.journalKeeper.start();
      await services.jobs.startWorking();
      services.auditSealer.start();
      services.tailKeeper.start();
      await warnOfUnusable(services.headPlace, log);
      await checkOverdueNow(services);
      await rotateKeysWhenDue(services);
      if (config.workerPort === undefined) return;
      workerEdge = openWorkerEdge({ config, log, services });
      await workerEdge.listen();
    },
    async stop() {
      const {
        auditSealer,
        tailKeeper,
        journalKeeper,
        jobs,
        live,
        inboxLive,
        documentLive,
        onboardingLive,
        desk,
        handOffLive,
        firstStepsLive,
        liveSessions,
        signingKeys,
        apiKeyIdentities,
        refusedAttempts,
        settings,
        limiter,
        events,
        db,
      } = services;
      await edge?.stop();
      await workerEdge?.stop();
      await auditSealer.stop();
      await tailKeeper.stop();
      await journalKeeper.stop();
      await jobs.stop();
      live.close();
      inboxLive.close();
      documentLive.close();
      onboardingLive.close();
      desk.live.close();
      handOffLive.close();
      firstStepsLive.close();
      liveSessions.close();
      signingKeys.close();
      settings.close();
      apiKeyIdentities.close();
      await refusedAttempts.record();
      limiter.close();
      await events.close();
      await closeDb(db);
    },
  };
}

async function createServices(
  config: Config,
  { foundation, log, now, parts }: { foundation: Foundation; log: Log; now: () => Date; parts: OnboardingParts },
): Promise<Services> {
  const { db, events, settings, jobs, storage, carrier, keyring, auditKeys } = foundation;
  const engine = config.engine.engine === 'n8n' ? ImageEngine.N8N : ImageEngine.EMBEDDED;

  const texts = new NoticeTexts();
  const notifier = new InboxNotifier({ jobs, events, keyring, texts, now });
  const failures = new ImageFailures({ notifier, publicUrl: config.publicUrl });
  const inbox = new InboxService({ db, events, texts });
  const people = accountServices(config, foundation, {
    notifier,
    log,
    onFactors: (tx, accountId) => announceFirstSteps(events, tx, accountId),
    now,
  });
  const onboarding = await onboardingServices(config, foundation, people, {
    documentsOf: (accountId) => documents.documents.ofAccount(accountId),
    stepFacts: {
      STUDIO: (accountId) => hasAskedForImages(db, accountId),
      SECURITY: (accountId) => hasSecondFactor(db, accountId),
    },
    notifier,
    log,
    now,
    parts,
  });
  const documents: DocumentServices = documentServices(config, foundation, {
    hooks: onboarding.sectionDocuments,
    gate: onboarding.desk.claims,
    log,
    now,
  });
  const links = new MediaLinks({ config, settings });
  const reads = new ImageRequestReads({ db, links, engine, now });
  const campaignReads = new CampaignReads({ db, settings, now });
  const headPlace = openHeadPlace(config.auditHeads);
  const health = new HealthService({
    instanceId: config.instanceId ?? randomUUID(),
    version: packageJson.version,
    checks: checksOf(config, foundation, headPlace),
  });
  return {
    ...foundation,
    ...people,
    ...documents,
    notifier,
    inbox,
    inboxLive: openInboxLive({ events, inbox, log }),
    templates: new MailTemplateService({ db, texts, notifier, settings, now }),
    outbox: new OutboxService({ db, jobs, texts, notifier, carrier }),
    mails: new MailService(foundation),
    digests: new MailDigestService({ db, notifier, texts, now }),
    links,
    reads,
    health,
    organisations: new OrganisationService(db),
    ...onboarding,
    termsDesk: new TermsDeskService({ db, jobs, settings, now }),
    campaigns: new CampaignService({ db, reads: campaignReads, now }),
    campaignReads,
    failures,
    delivery: new ImageDeliveryService({ db, events, jobs, storage, failures }),
    requests: new ImageRequestService({
      db,
      events,
      jobs,
      settings,
      consents: onboarding.consents,
      onAsked: (tx, accountId) => announceFirstSteps(events, tx, accountId),
      engine,
      now,
    }),
    live: new ImageRequestLive({ db, events, reads, log }),
    images: new ImageService({ db, events, settings, now }),
    audit: new AuditService({ db, jobs, accounts: people.accounts }),
    auditExports: new AuditExports({ db, jobs, settings, now }),
    auditSealer: new AuditSealer({ db, keys: auditKeys, log }),
    auditHeads: new AuditHeads({ db, keys: auditKeys, jobs, settings, now }),
    headPlace,
    tailKeeper: new TailKeeper({ db, keys: auditKeys, place: headPlace, settings, log, now }),
    journalKeeper: new JournalKeeper({ db, keys: auditKeys, log }),
    rotation: new KeyRotation(db),
    settingsDesk: new SettingsService({
      db,
      settings,
      reads: new SettingsReads({ db, settings, accounts: people.accounts }),
      accounts: people.accounts,
      notifier,
      publicUrl: config.publicUrl,
      now,
    }),
    operations: new OperationsService(db, jobs, health),
  };
}

function declareJobs(
  config: Config,
  services: Services,
  { log, now, parts }: { log: Log; now: () => Date; parts: Partial<AppParts> },
): void {
  const { db, events, settings, limiter, jobs, storage, requests } = services;
  const { minimumRenderMs } = parts;
  declareAccountJobs(services);
  declareDocumentJobs(services);
  declareOnboardingJobs(services, config, now);
  declareImageJobs({
    db,
    events,
    settings,
    jobs,
    storage,
    failures: services.failures,
    service: requests,
    orchestrators: parts.orchestrator ? [parts.orchestrator] : orchestratorsOf(config, services),
    callbackBaseUrl: config.callback.baseUrl,
  });
  jobs.work(
    renderJob,
    handleRender({
      db,
      callback: config.callback,
      ...(minimumRenderMs !== undefined && { minimumMs: minimumRenderMs }),
    }),
  );
  jobs.work(deriveJob, handleDerive({ db, events, settings, storage, log }));
  jobs.work(sendMailJob, handleSendMail(services.mails));
  jobs.work(lookAtMailServerJob, handleLookAtMailServer(services.mails));
  jobs.schedule(lookAtMailServerJob, '* * * * *');
  const news = { db, settings, jobs, notifier: services.notifier, publicUrl: config.publicUrl, now };
  jobs.work(tellReadyJob, handleTellReady(news));
  jobs.schedule(tellReadyJob, '*/5 * * * *');
  jobs.work(tellDeadLettersJob, handleTellDeadLetters(news));
  jobs.schedule(tellDeadLettersJob, '*/5 * * * *');
  jobs.work(tellExpiringKeysJob, handleTellExpiringKeys(news));
  jobs.schedule(tellExpiringKeysJob, '5 7 * * *');
  jobs.work(sendDigestsJob, handleSendDigests(services.digests));
  jobs.schedule(sendDigestsJob, '*/5 * * * *');
  jobs.work(forgetNoticesJob, handleForgetNotices({ db, settings }));
  jobs.schedule(forgetNoticesJob, '45 3 * * *');
  jobs.work(tellTermsJob, handleTellTerms({ db, notifier: services.notifier, publicUrl: config.publicUrl }));
  jobs.schedule(tellTermsJob, '*/5 * * * *');
  jobs.work(forgetFullBucketsJob, () => limiter.forgetFull());
  jobs.schedule(forgetFullBucketsJob, '25 * * * *');
  declareAuditJobs({
    db,
    jobs,
    storage,
    settings,
    keys: services.auditKeys,
    heads: services.auditHeads,
    place: services.headPlace,
    journals: journalsIn(config.auditJournalFolder, services.auditKeys),
    notifier: services.notifier,
    publicUrl: config.publicUrl,
  });
  jobs.work(rotateKeysJob, handleRotateKeys(services.rotation));
}

/** Requests that were made for the embedded engine still find it after the workspace has changed over to n8n. */
const orchestratorsOf = ({ engine }: Config, { db, jobs }: Services): ImageOrchestrator[] => [
  new EmbeddedOrchestrator({ db, jobs }),
  ...(engine.engine === 'n8n' ? [new N8nOrchestrator(engine)] : []),
];
