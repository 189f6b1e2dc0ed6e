import { randomUUID } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import packageJson from '../package.json' with { type: 'json' };
import { AccessTokens } from './accounts/access-token.ts';
import {
  expireGrantsJob,
  forgetSignInCountsJob,
  handleExpireGrants,
  handleForgetSignInCounts,
  handleRotateSigningKey,
  rotateSigningKeyJob,
} from './accounts/account.jobs.ts';
import { AccessService } from './accounts/access.service.ts';
import { AccountResolver } from './accounts/account.resolver.ts';
import { AccountService } from './accounts/account.service.ts';
import { AddressRequests, addressRequestJob } from './accounts/address-request.ts';
import { AttemptLimits } from './accounts/attempt-limits.ts';
import { ApiKeyIdentities } from './accounts/api-key.identities.ts';
import { ApiKeyResolver } from './accounts/api-key.resolver.ts';
import { ApiKeyService } from './accounts/api-key.service.ts';
import { AttemptLock } from './accounts/attempt-lock.ts';
import { ImpersonationResolver } from './accounts/impersonation.resolver.ts';
import { ImpersonationService } from './accounts/impersonation.service.ts';
import { OneTimeLinks } from './accounts/one-time-link.ts';
import { LiveSessions } from './accounts/live-sessions.ts';
import { Passkeys } from './accounts/passkeys.ts';
import { PasswordService } from './accounts/password.service.ts';
import { ProofService } from './accounts/proof.service.ts';
import {
  addressRequestHandler,
  handleRemoveUnverified,
  handleTellLocked,
  removeUnverifiedJob,
  tellLockedJob,
} from './accounts/registration.jobs.ts';
import { RegistrationResolver } from './accounts/registration.resolver.ts';
import { RegistrationService } from './accounts/registration.service.ts';
import { SecondFactorResolver } from './accounts/second-factor.resolver.ts';
import { SecondFactorService } from './accounts/second-factor.service.ts';
import { PeopleReads } from './accounts/people.reads.ts';
import { PersonalResolver } from './accounts/personal.resolver.ts';
import { PersonalService } from './accounts/personal.service.ts';
import { PeopleResolver } from './accounts/people.resolver.ts';
import { PeopleService } from './accounts/people.service.ts';
import { RoleResolver } from './accounts/role.resolver.ts';
import { RoleService } from './accounts/role.service.ts';
import { SessionResolver } from './accounts/session.resolver.ts';
import { SessionService } from './accounts/session.service.ts';
import { SigningKeys } from './accounts/signing-keys.ts';
import { SignInService } from './accounts/sign-in.service.ts';
import { isHttps, openEdge, type Edge } from './edge.ts';
import { entities } from './entities.ts';
import { EmbeddedOrchestrator } from './imaging/engine-embedded/embedded-orchestrator.ts';
import { handleRender, renderJob } from './imaging/engine-embedded/render.jobs.ts';
import { N8nOrchestrator } from './imaging/engine-n8n/n8n-orchestrator.ts';
import { ImageDeliveryService } from './imaging/image-delivery.service.ts';
import { deriveJob, handleDerive } from './imaging/image-derivatives.ts';
import type { ImageOrchestrator } from './imaging/image-orchestrator.ts';
import { ImageEngine } from './imaging/image-request.entity.ts';
import { checkOverdueNow, declareImageJobs } from './imaging/image-request.jobs.ts';
import { ImageRequestLive } from './imaging/image-request.live.ts';
import { ImageRequestReads } from './imaging/image-request.reads.ts';
import { ImageRequestResolver } from './imaging/image-request.resolver.ts';
import { ImageRequestService } from './imaging/image-request.service.ts';
import { openStorage, type ImageStorage } from './imaging/image-storage.ts';
import { ImageResolver } from './imaging/image.resolver.ts';
import { ImageService } from './imaging/image.service.ts';
import { MediaLinks } from './imaging/media-links.ts';
import { openMailCarrier, type MailCarrier } from './inbox/mail-carrier.ts';
import { forgetNoticesJob, handleForgetNotices, handleSendMail, sendMailJob } from './inbox/mail.jobs.ts';
import { MailService } from './inbox/mail.service.ts';
import { InboxLive } from './inbox/inbox.live.ts';
import { InboxNotifier } from './inbox/inbox.notifier.ts';
import { InboxResolver } from './inbox/inbox.resolver.ts';
import { InboxService } from './inbox/inbox.service.ts';
import { MailTemplateResolver } from './inbox/mail-template.resolver.ts';
import { MailTemplateService } from './inbox/mail-template.service.ts';
import { OutboxResolver } from './inbox/outbox.resolver.ts';
import { OutboxService } from './inbox/outbox.service.ts';
import { NoticeTexts } from './inbox/notice-texts.ts';
import { type HeadPlace, openHeadPlace } from './audit/audit-head-place.ts';
import { AuditHeads } from './audit/audit.heads.ts';
import { declareAuditJobs } from './audit/audit.jobs.ts';
import { AuditExports } from './audit/audit.exports.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { AuditService } from './audit/audit.service.ts';
import { AuditSealer } from './audit/audit.sealer.ts';
import { HealthService, type Check } from './operations/health.service.ts';
import { OperationsResolver } from './operations/operations.resolver.ts';
import { OperationsService } from './operations/operations.service.ts';
import { AuditKeys } from './platform/audit-keys.ts';
import { OrganisationResolver } from './organisations/organisation.resolver.ts';
import { OrganisationService } from './organisations/organisation.service.ts';
import type { Config } from './platform/config.ts';
import { closeDb, openDb, type Db } from './platform/db.ts';
import type { EventBus } from './platform/events.ts';
import { PostgresEvents } from './platform/events.postgres.ts';
import { buildGraphqlSchema } from './platform/graphql-schema.ts';
import { PgBossJobs } from './platform/jobs.pgboss.ts';
import { openKeyring } from './platform/key-source.ts';
import type { Keyring } from './platform/keyring.ts';
import { createLog, type Log } from './platform/log.ts';
import { createMetrics, type Registry } from './platform/metrics.ts';
import { PostgresLimiter } from './platform/rate-limit.postgres.ts';
import { forgetFullBucketsJob, type RateLimiter } from './platform/rate-limit.ts';
import { StoredSettings } from './platform/settings.store.ts';
import { SettingsReads } from './settings/settings.reads.ts';
import { SettingsResolver } from './settings/settings.resolver.ts';
import { SettingsService } from './settings/settings.service.ts';
import { KeyRotation } from './privacy/key-rotation.ts';
import { handleRotateKeys, rotateKeysJob, rotateKeysWhenDue } from './privacy/privacy.jobs.ts';

/** What a start or a test may bring along. */
export interface AppParts {
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

export interface Foundation {
  metrics: Registry;
  db: Db;
  events: EventBus;
  settings: StoredSettings;
  jobs: PgBossJobs;
  storage: ImageStorage;
  carrier: MailCarrier;
  keyring: Keyring;
  limiter: RateLimiter;
  auditKeys: AuditKeys;
  signingKeys: SigningKeys;
}

export interface Services extends Foundation {
  notifier: InboxNotifier;
  inbox: InboxService;
  inboxLive: InboxLive;
  templates: MailTemplateService;
  outbox: OutboxService;
  mails: MailService;
  sessions: SessionService;
  liveSessions: LiveSessions;
  apiKeys: ApiKeyService;
  apiKeyIdentities: ApiKeyIdentities;
  impersonations: ImpersonationService;
  attempts: AttemptLock;
  secondFactors: SecondFactorService;
  signIns: SignInService;
  addressRequests: AddressRequests;
  passwords: PasswordService;
  registrations: RegistrationService;
  oneTimeLinks: OneTimeLinks;
  accounts: AccountService;
  people: PeopleService;
  personal: PersonalService;
  peopleReads: PeopleReads;
  access: AccessService;
  roles: RoleService;
  organisations: OrganisationService;
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
  settingsDesk: SettingsService;
  health: HealthService;
  rotation: KeyRotation;
  operations: OperationsService;
}

/** What of the API is GraphQL. */
export const resolverTypes = [
  AccountResolver,
  RegistrationResolver,
  SessionResolver,
  SecondFactorResolver,
  PeopleResolver,
  PersonalResolver,
  RoleResolver,
  InboxResolver,
  MailTemplateResolver,
  OutboxResolver,
  OrganisationResolver,
  ApiKeyResolver,
  ImpersonationResolver,
  ImageRequestResolver,
  ImageResolver,
  AuditResolver,
  SettingsResolver,
  OperationsResolver,
] as const;

export const openDatabase = async (config: Config, log: Log): Promise<Db> =>
  openDb({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    entities,
    auditKeys: new AuditKeys(config.auditKeys),
    keyring: await openKeyring(config.masterKeys),
    onConnectionError: (error) => log.warn({ err: error }, 'database connection lost'),
  });

/** The only place that constructs services. The database must be migrated. */
export async function createApp(config: Config, parts: Partial<AppParts> = {}): Promise<App> {
  const log = parts.log ?? createLog(config, 'influencegen');
  const now = parts.now ?? (() => new Date());
  const foundation = await openFoundation(config, { log, now, opened: parts.db });
  const services = createServices(config, { foundation, log, now });
  declareJobs(config, services, log, parts);
  const schema = buildGraphqlSchema([
    new AccountResolver(services.accounts, services.signIns, services.sessions, services.liveSessions),
    new SessionResolver(services.sessions, services.liveSessions, services.accounts),
    new RegistrationResolver(services),
    new SecondFactorResolver(services.secondFactors, services.accounts, services.sessions, services.liveSessions),
    new PeopleResolver(services.people, services.access, services.peopleReads, services.secondFactors),
    new PersonalResolver(services.personal, services.accounts),
    new RoleResolver(services.roles),
    new InboxResolver(services.inbox, services.inboxLive),
    new MailTemplateResolver(services.templates),
    new OutboxResolver(services.outbox),
    new OrganisationResolver(services.organisations),
    new ApiKeyResolver(services.apiKeys),
    new ImpersonationResolver(services.impersonations, services),
    new ImageRequestResolver(services.requests, services.reads, services.live),
    new ImageResolver(services.images, services.reads),
    new AuditResolver(services.audit, services.auditExports),
    new SettingsResolver(services.settingsDesk),
    new OperationsResolver(services.operations),
  ]);
  let edge: Edge | null = null;

  return {
    ...services,
    config,
    log,
    schema,
    async listen() {
      edge = await openEdge({ config, log, now, services, schema });
      return edge.listen();
    },
    async work() {
      await services.jobs.startWorking();
      services.auditSealer.start();
      await checkOverdueNow(services);
      await rotateKeysWhenDue(services);
    },
    async stop() {
      const {
        auditSealer,
        jobs,
        live,
        inboxLive,
        liveSessions,
        signingKeys,
        apiKeyIdentities,
        settings,
        limiter,
        events,
        db,
      } = services;
      await edge?.stop();
      await auditSealer.stop();
      await jobs.stop();
      live.close();
      inboxLive.close();
      liveSessions.close();
      signingKeys.close();
      settings.close();
      apiKeyIdentities.close();
      limiter.close();
      await events.close();
      await closeDb(db);
    },
  };
}

async function openFoundation(
  config: Config,
  { log, now, opened }: { log: Log; now: () => Date; opened: Db | undefined },
): Promise<Foundation> {
  const metrics = createMetrics();
  const { databaseUrl, redisUrl } = config;
  const db = opened ?? (await openDatabase(config, log));
  const inTable = new PostgresLimiter(db);
  const [events, limiter, jobs, storage, carrier] = await Promise.all([
    redisUrl === undefined
      ? PostgresEvents.open({ databaseUrl, log })
      : import('./platform/events.redis.ts').then(({ RedisEvents }) => RedisEvents.open({ url: redisUrl, log })),
    redisUrl === undefined
      ? inTable
      : import('./platform/rate-limit.redis.ts').then(({ RedisLimiter }) => new RedisLimiter(redisUrl, inTable, log)),
    PgBossJobs.open({ db, databaseUrl, log, metrics }),
    openStorage(config.storage),
    openMailCarrier(config.mail, config.publicUrl, log),
  ]);
  const settings = await StoredSettings.open(db, events, log);
  return {
    metrics,
    db,
    events,
    jobs,
    storage,
    carrier,
    keyring: db.keyring,
    limiter,
    auditKeys: new AuditKeys(config.auditKeys),
    settings,
    signingKeys: await SigningKeys.open({ db, events, keyring: db.keyring, settings, log, now }),
  };
}

function createServices(
  config: Config,
  { foundation, log, now }: { foundation: Foundation; log: Log; now: () => Date },
): Services {
  const { db, events, settings, jobs, storage, limiter, keyring, auditKeys, signingKeys } = foundation;
  const engine = config.engine.engine === 'n8n' ? ImageEngine.N8N : ImageEngine.EMBEDDED;

  const texts = new NoticeTexts();
  const notifier = new InboxNotifier({ jobs, events, keyring, texts });
  const inbox = new InboxService({ db, events, texts });
  const attempts = new AttemptLock({ db, settings, now });
  const limits = new AttemptLimits({ limiter, settings, keyring });
  const oneTimeLinks = new OneTimeLinks({ db, publicUrl: config.publicUrl, now });
  const addressRequests = new AddressRequests({ db, jobs, keyring, now });
  const tokens = new AccessTokens({ keys: signingKeys, issuer: config.publicUrl, now });
  const liveSessions = new LiveSessions({ db, events, keyring, tokens, https: isHttps(config), now });
  const sessions = new SessionService({ db, events, settings, keyring, tokens, live: liveSessions, now });
  const passkeys = new Passkeys({ keyring, publicUrl: config.publicUrl, origins: config.webOrigins, now });
  const proofs = new ProofService({ db, keyring, attempts, passkeys, notifier, now });
  const signIns = new SignInService({
    db,
    jobs,
    notifier,
    attempts,
    limits,
    sessions,
    oneTimeLinks,
    stepAtSignIn: async (tx, accountId) =>
      (await secondFactors.stepAtSignIn(tx, accountId)) ?? passwords.stepAtSignIn(tx, accountId),
    now,
  });
  const passwords = new PasswordService({
    db,
    settings,
    notifier,
    attempts,
    limits,
    oneTimeLinks,
    requests: addressRequests,
    sessions,
    signIns,
    now,
  });
  const secondFactors = new SecondFactorService({
    db,
    settings,
    keyring,
    notifier,
    limits,
    sessions,
    signIns,
    passkeys,
    proofs,
    nextStep: (tx, accountId) => passwords.stepAtSignIn(tx, accountId),
    now,
  });
  const registrations = new RegistrationService({
    db,
    settings,
    notifier,
    limits,
    oneTimeLinks,
    requests: addressRequests,
    passwords,
    signIns,
    now,
  });
  const accounts = new AccountService(db);
  const links = new MediaLinks({ config, settings });
  const reads = new ImageRequestReads({ db, links, engine, now });
  const health = new HealthService({
    instanceId: config.instanceId ?? randomUUID(),
    version: packageJson.version,
    checks: checksOf(config, foundation),
  });
  return {
    ...foundation,
    notifier,
    inbox,
    inboxLive: new InboxLive({ events, inbox, log }),
    templates: new MailTemplateService({ db, texts, notifier }),
    outbox: new OutboxService({ db, jobs, leaves: config.mail.driver !== 'outbox' }),
    mails: new MailService(foundation),
    sessions,
    liveSessions,
    apiKeys: new ApiKeyService({ db, events, settings, now }),
    apiKeyIdentities: new ApiKeyIdentities({ db, events, log, now }),
    impersonations: new ImpersonationService({
      db,
      settings,
      sessions,
      notifier,
      publicUrl: config.publicUrl,
      now,
    }),
    links,
    reads,
    health,
    oneTimeLinks,
    addressRequests,
    passwords,
    registrations,
    attempts,
    secondFactors,
    signIns,
    accounts,
    people: new PeopleService({ db, events, settings, sessions, oneTimeLinks, attempts, passwords, notifier, now }),
    peopleReads: new PeopleReads(db, attempts, sessions),
    personal: new PersonalService({ db, settings, now }),
    access: new AccessService({ db, events, settings, sessions, now }),
    roles: new RoleService({ db, events, settings, now }),
    organisations: new OrganisationService(db),
    delivery: new ImageDeliveryService({ db, events, jobs, storage }),
    requests: new ImageRequestService({ db, events, jobs, settings, engine, now }),
    live: new ImageRequestLive({ db, events, reads, log }),
    images: new ImageService({ db, events, settings, now }),
    audit: new AuditService({ db, jobs, accounts }),
    auditExports: new AuditExports({ db, jobs, settings, now }),
    auditSealer: new AuditSealer({ db, keys: auditKeys, log }),
    auditHeads: new AuditHeads({ db, keys: auditKeys, jobs, settings, now }),
    headPlace: openHeadPlace(config.auditHeads),
    rotation: new KeyRotation(db),
    settingsDesk: new SettingsService({
      db,
      settings,
      reads: new SettingsReads({ db, settings, accounts }),
      now,
    }),
    operations: new OperationsService(db, jobs, health),
  };
}

function declareJobs(config: Config, services: Services, log: Log, parts: Partial<AppParts>): void {
  const { db, events, settings, limiter, jobs, storage, requests, attempts, addressRequests } = services;
  const { registrations, passwords } = services;
  const { minimumRenderMs } = parts;
  declareImageJobs({
    db,
    events,
    settings,
    jobs,
    storage,
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
  jobs.work(forgetNoticesJob, handleForgetNotices({ db, settings }));
  jobs.schedule(forgetNoticesJob, '45 3 * * *');
  jobs.work(forgetSignInCountsJob, handleForgetSignInCounts(attempts));
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
  });
  jobs.work(expireGrantsJob, handleExpireGrants(services.access));
  jobs.schedule(expireGrantsJob, '* * * * *');
  jobs.schedule(forgetSignInCountsJob, '15 * * * *');
  jobs.work(rotateKeysJob, handleRotateKeys(services.rotation));
  jobs.work(addressRequestJob, addressRequests.handle(addressRequestHandler(registrations, passwords)));
  jobs.work(tellLockedJob, handleTellLocked(services));
  jobs.work(removeUnverifiedJob, handleRemoveUnverified(services));
  jobs.schedule(removeUnverifiedJob, '35 4 * * *');
  jobs.work(rotateSigningKeyJob, handleRotateSigningKey(services.signingKeys));
  jobs.schedule(rotateSigningKeyJob, '35 * * * *');
}

/** Requests that were made for the embedded engine still find it after the workspace has changed over to n8n. */
const orchestratorsOf = ({ engine }: Config, { db, jobs }: Services): ImageOrchestrator[] => [
  new EmbeddedOrchestrator({ db, jobs }),
  ...(engine.engine === 'n8n' ? [new N8nOrchestrator(engine)] : []),
];

const checksOf = ({ engine }: Config, { db, jobs, storage, events }: Foundation): Record<string, Check> => ({
  database: async () => {
    await db.pool.query('select 1');
    return null;
  },
  queue: async () => {
    await jobs.check();
    return null;
  },
  keys: async () => {
    const { newest } = db.keyring;
    return (await new KeyRotation(db).isDue()) ? `Sealing anew under key ${newest}` : `Key ${newest}`;
  },
  worker: async () => {
    const running = await jobs.workers();
    if (running === 0) throw new Error('No job worker runs: what people ask for waits');
    return running === 1 ? null : `${running} run`;
  },
  storage: async () => {
    await storage.check();
    return null;
  },
  events: async () => {
    await events.check();
    return null;
  },
  engine: async (signal) => {
    if (engine.engine === 'embedded') return 'Previews without an AI model';
    const { ok, status } = await fetch(new URL('/healthz', engine.webhookUrl), { signal });
    if (!ok) throw new Error(`n8n answers ${status}`);
    return 'n8n';
  },
});
