import { AccessTokens } from './accounts/access-token.ts';
import { AccessService } from './accounts/access.service.ts';
import {
  expireGrantsJob,
  forgetSignInCountsJob,
  handleExpireGrants,
  handleForgetSignInCounts,
  forgetEndedAccessJob,
  handleForgetEndedAccess,
  handleRotateSigningKey,
  rotateSigningKeyJob,
} from './accounts/account.jobs.ts';
import { AccountResolver } from './accounts/account.resolver.ts';
import { AccountService } from './accounts/account.service.ts';
import { AddressRequests, addressRequestJob } from './accounts/address-request.ts';
import { ApiKeyIdentities } from './accounts/api-key.identities.ts';
import { ApiKeyResolver } from './accounts/api-key.resolver.ts';
import { ApiKeyService } from './accounts/api-key.service.ts';
import { AttemptLimits } from './accounts/attempt-limits.ts';
import { AttemptLock } from './accounts/attempt-lock.ts';
import { EmailChangeResolver } from './accounts/email-change.resolver.ts';
import { EmailChangeService } from './accounts/email-change.service.ts';
import { ImpersonationResolver } from './accounts/impersonation.resolver.ts';
import { ImpersonationService } from './accounts/impersonation.service.ts';
import { LiveSessions } from './accounts/live-sessions.ts';
import { OneTimeLinks } from './accounts/one-time-link.ts';
import { Passkeys } from './accounts/passkeys.ts';
import { PasswordService } from './accounts/password.service.ts';
import { PeopleReads } from './accounts/people.reads.ts';
import { PeopleResolver } from './accounts/people.resolver.ts';
import { PeopleService } from './accounts/people.service.ts';
import { PersonalResolver } from './accounts/personal.resolver.ts';
import { PersonalService } from './accounts/personal.service.ts';
import { ProofService } from './accounts/proof.service.ts';
import {
  addressRequestHandler,
  handleRemoveUnverified,
  handleTellLocked,
  removeUnverifiedJob,
  tellLockedJob,
} from './accounts/registration.jobs.ts';
import { RefusedAttempts } from './accounts/refused-attempts.ts';
import { RegistrationResolver } from './accounts/registration.resolver.ts';
import { RegistrationService } from './accounts/registration.service.ts';
import { RoleResolver } from './accounts/role.resolver.ts';
import { RoleService } from './accounts/role.service.ts';
import { SecondFactorResolver } from './accounts/second-factor.resolver.ts';
import { SecondFactorService } from './accounts/second-factor.service.ts';
import { SessionResolver } from './accounts/session.resolver.ts';
import { SessionService } from './accounts/session.service.ts';
import { SignInService } from './accounts/sign-in.service.ts';
import type { Foundation } from './app-foundation.ts';
import { isHttps } from './edge.ts';
import type { Config } from './platform/config.ts';
import type { Transaction } from './platform/db.ts';
import type { Log } from './platform/log.ts';
import type { Notifier } from './platform/notifier.ts';

/** What the accounts room is told besides the foundation. */
interface AccountParts {
  notifier: Notifier;
  log: Log;
  /** Part of the transaction: somebody has another second factor, or none any more. */
  onFactors: (tx: Transaction, accountId: string) => Promise<void>;
  now: () => Date;
}

export type AccountServices = ReturnType<typeof accountServices>;

/** People, their sessions and what they may. Passwords, second factors and sign-in lean on each other. */
export function accountServices(
  config: Config,
  foundation: Foundation,
  { notifier, log, onFactors, now }: AccountParts,
) {
  const { db, events, settings, jobs, limiter, keyring, signingKeys } = foundation;
  const attempts = new AttemptLock({ db, settings, now });
  const refusedAttempts = new RefusedAttempts({ db, log });
  const limits = new AttemptLimits({ limiter, settings, keyring, refused: refusedAttempts });
  const oneTimeLinks = new OneTimeLinks({ db, publicUrl: config.publicUrl, now });
  const addressRequests = new AddressRequests({ db, jobs, keyring, now });
  const tokens = new AccessTokens({ keys: signingKeys, issuer: config.publicUrl, now });
  const liveSessions = new LiveSessions({ db, events, keyring, tokens, https: isHttps(config), now });
  const sessions = new SessionService({
    db,
    events,
    settings,
    keyring,
    tokens,
    live: liveSessions,
    owedStep: async (tx, accountId) =>
      (await secondFactors.owedStep(tx, accountId)) ?? passwords.stepAtSignIn(tx, accountId),
    now,
  });
  const passkeys = new Passkeys({ keyring, publicUrl: config.publicUrl, origins: config.webOrigins, now });
  const proofs = new ProofService({ db, keyring, attempts, passkeys, notifier, now });
  const signIns = new SignInService({
    db,
    jobs,
    notifier,
    attempts,
    limits,
    refused: refusedAttempts,
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
    onFactors,
    now,
  });
  const apiKeys = new ApiKeyService({ db, events, settings, now });
  const emailChanges = new EmailChangeService({
    db,
    settings,
    notifier,
    limits,
    oneTimeLinks,
    requests: addressRequests,
    passwords,
    sessions,
    signIns,
    apiKeys,
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
    formerHolder: (tx, email) => emailChanges.formerHolder(tx, email),
    now,
  });
  const accounts = new AccountService(db);
  return {
    sessions,
    liveSessions,
    attempts,
    limits,
    refusedAttempts,
    secondFactors,
    signIns,
    addressRequests,
    passwords,
    registrations,
    emailChanges,
    oneTimeLinks,
    accounts,
    apiKeys,
    apiKeyIdentities: new ApiKeyIdentities({ db, events, log, now }),
    impersonations: new ImpersonationService({
      db,
      settings,
      sessions,
      notifier,
      publicUrl: config.publicUrl,
      now,
    }),
    people: new PeopleService({
      db,
      events,
      settings,
      sessions,
      oneTimeLinks,
      attempts,
      limits,
      passwords,
      notifier,
      now,
    }),
    peopleReads: new PeopleReads(db, attempts, sessions),
    personal: new PersonalService({ db, settings, now }),
    access: new AccessService({ db, events, settings, sessions, now }),
    roles: new RoleService({ db, events, settings, sessions, now }),
  };
}

export const accountResolverTypes = [
  AccountResolver,
  RegistrationResolver,
  EmailChangeResolver,
  SessionResolver,
  SecondFactorResolver,
  PeopleResolver,
  PersonalResolver,
  RoleResolver,
  ApiKeyResolver,
  ImpersonationResolver,
] as const;

export const accountResolvers = (services: Foundation & AccountServices) =>
  [
    new AccountResolver(services.accounts, services.signIns, services.sessions, services.liveSessions),
    new SessionResolver(services.sessions, services.liveSessions, services.accounts),
    new RegistrationResolver(services),
    new EmailChangeResolver(services.emailChanges),
    new SecondFactorResolver(services.secondFactors, services.accounts, services.sessions, services.liveSessions),
    new PeopleResolver(
      services.people,
      services.access,
      services.peopleReads,
      services.secondFactors,
      services.emailChanges,
    ),
    new PersonalResolver(services.personal, services.accounts),
    new RoleResolver(services.roles),
    new ApiKeyResolver(services.apiKeys),
    new ImpersonationResolver(services.impersonations, services),
  ] as const;

export function declareAccountJobs(services: Foundation & AccountServices & { notifier: Notifier }): void {
  const { jobs, attempts, addressRequests, registrations, passwords, emailChanges } = services;
  jobs.work(forgetSignInCountsJob, handleForgetSignInCounts(attempts));
  jobs.schedule(forgetSignInCountsJob, '15 * * * *');
  jobs.work(expireGrantsJob, handleExpireGrants(services.access));
  jobs.schedule(expireGrantsJob, '* * * * *');
  jobs.work(addressRequestJob, addressRequests.handle(addressRequestHandler(registrations, passwords, emailChanges)));
  jobs.work(tellLockedJob, handleTellLocked(services));
  jobs.work(removeUnverifiedJob, handleRemoveUnverified(services));
  jobs.schedule(removeUnverifiedJob, '35 4 * * *');
  jobs.work(forgetEndedAccessJob, handleForgetEndedAccess(services));
  jobs.schedule(forgetEndedAccessJob, '55 3 * * *');
  jobs.work(rotateSigningKeyJob, handleRotateSigningKey(services.signingKeys));
  jobs.schedule(rotateSigningKeyJob, '35 * * * *');
}
