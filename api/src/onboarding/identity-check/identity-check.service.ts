import { randomUUID } from 'node:crypto';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { AppError, RateLimited } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { nextStatus } from '../../platform/lifecycle.ts';
import type { Notifier } from '../../platform/notifier.ts';
import { demand } from '../../platform/permission.ts';
import { sealedColumn } from '../../platform/sealed-columns.ts';
import type { Settings } from '../../platform/setting.ts';
import { openAnswers, readApplication, type ApplicationRows } from '../application.rows.ts';
import { judgeRiskJob } from '../desk/risk.job-types.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { demandCreatorInPerson, useOwnApplication } from '../onboarding.policy.ts';
import type { EvidenceFact } from '../section-evidence.ts';
import { openSections, SectionKind } from '../section.lifecycle.ts';
import { isRejected, type SectionStore } from '../section-store.ts';
import {
  compared,
  comparedAnswers,
  comparedFields,
  isAbout,
  typedOf,
  unlikeFields,
  vouches,
  type Findings,
} from './identity-comparison.ts';
import { beginIdentityCheckJob, compareIdentityJob } from './identity-check.job-types.ts';
import {
  identityCheckMoves,
  IdentityCheckStatus,
  openChecks,
  type IdentityCheckVerb,
} from './identity-check.lifecycle.ts';
import { identityNeedsInputNotice } from './identity-check.notices.ts';
import { identityChecksPerDay } from './identity-check.settings.ts';
import type { IdentityCheck } from './identity-check.ts';
import type { HostedCheck, IdentityNews, IdentityOutputs, IdentityProvider } from './identity-provider.ts';

const linkColumn = sealedColumn({
  table: 'identity_check',
  column: 'link_sealed',
  id: 'id',
  kind: 'credential',
  retention: 'use',
  description: 'Where a creator shows their document to an identity provider',
});

const findingsColumn = sealedColumn({
  table: 'identity_check',
  column: 'findings_sealed',
  id: 'id',
  kind: 'identity',
  retention: 'kyc',
  description: 'Whether what an identity provider read is what was typed, and until when the document is valid',
});

interface CheckRow {
  id: string;
  accountId: string;
  status: IdentityCheckStatus;
  sessionId: string | null;
  linkSealed: Buffer | null;
  /** The provider is to be asked what it read. */
  comparing: boolean;
  /** Null: not compared yet, or verified by a former release, which did not. */
  findingsSealed: Buffer | null;
  problem: string | null;
  createdAt: Date;
  heardAt: Date | null;
  finishedAt: Date | null;
}

const columns = `id, account_id as "accountId", status, session_id as "sessionId", link_sealed as "linkSealed",
  comparing, findings_sealed as "findingsSealed", problem, created_at as "createdAt",
  heard_at as "heardAt", finished_at as "finishedAt"`;

const dayMilliseconds = 86_400_000;

/** What became of a piece of news. */
export type NewsOutcome = 'APPLIED' | 'DUPLICATE' | 'IGNORED' | 'LATE' | 'UNKNOWN';

export interface IdentityCheckServiceParts {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  settings: Settings;
  notifier: Notifier;
  sections: SectionStore;
  /** Null: staff look at documents themselves. */
  provider: IdentityProvider | null;
  publicUrl: string;
  now: () => Date;
}

/** Lets a provider look at the creator's document, and believes what it signs. */
export class IdentityCheckService {
  constructor(private readonly parts: IdentityCheckServiceParts) {}

  /** Whether a provider can be used at all. */
  get offered(): boolean {
    return this.parts.provider !== null;
  }

  async newest(actor: Actor): Promise<IdentityCheck | null> {
    const { accountId, impersonatorId } = demand(actor, useOwnApplication);
    return transaction(this.parts.db, async (tx) => {
      const row = await newestCheck(tx, accountId);
      // The provider's page is open to whoever has its address.
      return row && this.#shown(tx, impersonatorId === null ? row : { ...row, linkSealed: null });
    });
  }

  /** Begun twice it is one check. After one that needs another try, a new one. */
  async start(actor: Actor): Promise<IdentityCheck> {
    const { accountId } = demandCreatorInPerson(actor);
    const { db, jobs, sections, provider } = this.parts;
    if (!provider) throw new AppError('NOT_FOUND', 'No identity provider is connected');
    const now = this.parts.now();
    return transaction(db, async (tx) => {
      await sections.lock(tx, accountId);
      const last = await newestCheck(tx, accountId);
      // Staff rely on what was verified, until it is too old.
      const goesOn = last && (openChecks.includes(last.status) || last.comparing);
      const stands = last && (goesOn || (await this.isVerified(tx, accountId)));
      if (stands && last.status !== IdentityCheckStatus.NEEDS_INPUT) return this.#shown(tx, last);
      await this.#demandFew(tx, accountId, now);
      if (last?.status === IdentityCheckStatus.NEEDS_INPUT) await this.#move(tx, last, 'cancel');
      const id = randomUUID();
      await tx.query(
        'insert into identity_check (id, account_id, provider, status, created_at) values ($1, $2, $3, $4, $5)',
        [id, accountId, provider.name, IdentityCheckStatus.REQUESTED, now],
      );
      await recordAudit(tx, actor, 'onboarding.startIdentityCheck', { type: 'identity_check', id }, { accountId });
      await jobs.enqueue(tx, beginIdentityCheckJob, { checkId: id }, { cause: actor });
      return this.#shown(tx, (await newestCheck(tx, accountId))!);
    });
  }

  /** What the worker does with a new check. Safe to repeat. */
  async begin(checkId: string, signal: AbortSignal): Promise<void> {
    const { db, events, provider } = this.parts;
    const { rows: found } = await db.pool.query<{ status: IdentityCheckStatus }>(
      'select status from identity_check where id = $1',
      [checkId],
    );
    if (!provider || found[0]?.status !== IdentityCheckStatus.REQUESTED) return;
    const hosted = await provider.begin(checkId, this.#pageUrl, signal);
    await transaction(db, async (tx) => {
      const check = (await lockCheck(tx, checkId))!;
      await this.#keepLink(tx, check, hosted);
      if (check.status === IdentityCheckStatus.REQUESTED) await this.#move(tx, check, 'open');
      await announceOnboardingChange(events, tx, check.accountId);
    });
  }

  /** The provider could not be asked, again and again. */
  async giveUp(checkId: string): Promise<void> {
    const { db, events } = this.parts;
    await transaction(db, async (tx) => {
      const check = await lockCheck(tx, checkId);
      if (check?.status !== IdentityCheckStatus.REQUESTED) return;
      await this.#move(tx, check, 'fail');
      await announceOnboardingChange(events, tx, check.accountId);
    });
  }

  /** In any order, any number of times. */
  async hear(actor: Actor, provider: string, news: IdentityNews): Promise<NewsOutcome> {
    const { db } = this.parts;
    return transaction(db, async (tx) => {
      const check = news.checkId === null ? null : await this.#lockInOrder(tx, news.checkId);
      const outcome = check ? judge(check, news) : 'UNKNOWN';
      const first = await rows(
        tx,
        `insert into identity_check_event (provider, event_id, check_id, type, outcome, received_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning event_id`,
        [provider, news.eventId, check?.id ?? null, news.type, outcome, this.parts.now()],
      );
      if (first.length === 0) return 'DUPLICATE';
      if (check && outcome === 'APPLIED') await this.#apply(tx, actor, check, news);
      return outcome;
    });
  }

  /** Whether a provider vouches for this creator, so that staff need no document of them. Not for what has expired since. */
  async isVerified(tx: Transaction, accountId: string): Promise<boolean> {
    const check = await newestCheck(tx, accountId);
    return check !== null && this.#vouches(tx, check);
  }

  async #vouches(tx: Transaction, check: CheckRow): Promise<boolean> {
    const { accountId, status, comparing, finishedAt } = check;
    if (status !== IdentityCheckStatus.VERIFIED || comparing) return false;
    const used = await rows(
      tx,
      `select from onboarding_section where account_id = $1 and kind = $2 and expires_at <= $3 and decided_at >= $4`,
      [accountId, SectionKind.IDENTITY_DOCUMENT, this.parts.now(), finishedAt],
    );
    if (used.length > 0) return false;
    const findings = this.#findings(check);
    return findings === null || vouches(findings, await this.#typed(tx, accountId));
  }

  /** What the worker does with a check that was verified. Safe to repeat. */
  async compare(actor: Actor, checkId: string, signal: AbortSignal): Promise<void> {
    const { db, provider } = this.parts;
    const { rows: found } = await db.pool.query<{ sessionId: string | null }>(
      `select session_id as "sessionId" from identity_check where id = $1 and comparing`,
      [checkId],
    );
    const sessionId = found[0]?.sessionId;
    if (!provider || !sessionId) return;
    const outputs = await provider.outputs(sessionId, signal);
    await this.#keepFindings(actor, checkId, outputs);
  }

  /** The provider could not be asked what it read, again and again: a person looks at the document. */
  giveUpComparing = (actor: Actor, checkId: string): Promise<void> => this.#keepFindings(actor, checkId, null);

  async #keepFindings(actor: Actor, checkId: string, outputs: IdentityOutputs | null): Promise<void> {
    const { db, events, jobs } = this.parts;
    await transaction(db, async (tx) => {
      const check = await this.#lockInOrder(tx, checkId);
      if (!check?.comparing) return;
      const { accountId } = check;
      const findings = compared(await this.#typed(tx, accountId), outputs);
      await tx.query('update identity_check set comparing = false, findings_sealed = $2 where id = $1', [
        checkId,
        db.keyring.seal(findingsColumn.at(checkId), JSON.stringify(findings)),
      ]);
      const details = { accountId, unlike: unlikeFields(findings) };
      await recordAudit(
        tx,
        actor,
        'onboarding.identityCheck.compare',
        { type: 'identity_check', id: checkId },
        details,
      );
      await jobs.enqueue(tx, judgeRiskJob, { accountId }, { singletonKey: accountId, cause: actor });
      await announceOnboardingChange(events, tx, accountId);
    });
  }

  /** What was verified was verified of what they said then: now it is compared again. The application is locked. */
  async answersChanged(tx: Transaction, actor: Actor, accountId: string, fields: readonly string[]): Promise<void> {
    if (!this.parts.provider || !fields.some((field) => comparedAnswers.includes(field))) return;
    const check = await newestCheck(tx, accountId);
    if (check?.status === IdentityCheckStatus.VERIFIED) await this.#compareLater(tx, actor, check.id);
  }

  async #compareLater(tx: Transaction, actor: Actor, checkId: string): Promise<void> {
    await tx.query('update identity_check set comparing = true where id = $1', [checkId]);
    await this.parts.jobs.enqueue(tx, compareIdentityJob, { checkId }, { singletonKey: checkId, cause: actor });
  }

  /** Staff were not content: whoever did it may do it again, or upload pictures. */
  async returned(tx: Transaction, actor: Actor, accountId: string): Promise<void> {
    const check = await newestCheck(tx, accountId);
    if (check?.status !== IdentityCheckStatus.VERIFIED) return;
    await this.#move(tx, check, 'void');
    await tx.query('update identity_check set comparing = false where id = $1', [check.id]);
    const entity = { type: 'identity_check', id: check.id };
    await recordAudit(tx, actor, 'onboarding.identityCheck.void', entity, { accountId });
  }

  /** What the desk is told of it. */
  async facts(tx: Transaction, accountId: string): Promise<EvidenceFact[]> {
    const check = await newestCheck(tx, accountId);
    if (check?.status !== IdentityCheckStatus.VERIFIED) return [];
    const findings = this.#findings(check);
    const isOld = findings !== null && !isAbout(findings, await this.#typed(tx, accountId));
    const vouched = check.comparing || isOld ? 'COMPARING' : (await this.#vouches(tx, check)) ? 'YES' : 'NO';
    return [
      { field: 'providerVerified', values: [vouched] },
      ...(findings === null ? [] : comparedFields).map((field): EvidenceFact => {
        const likeness = findings!.likeness[field];
        const name = `provider${field[0]!.toUpperCase()}${field.slice(1)}`;
        return { field: name, values: [likeness], ...(likeness === 'UNLIKE' && { isUnlike: true }) };
      }),
    ];
  }

  /** As the provider read it, YYYY-MM-DD. Null: nobody knows but the creator. */
  async expiresOn(tx: Transaction, accountId: string): Promise<string | null> {
    const check = await newestCheck(tx, accountId);
    return check && (await this.#vouches(tx, check)) ? (this.#findings(check)?.expiresOn ?? null) : null;
  }

  #findings({ id, findingsSealed }: CheckRow): Findings | null {
    if (findingsSealed === null) return null;
    return JSON.parse(this.parts.db.keyring.openText(findingsColumn.at(id), findingsSealed)) as Findings;
  }

  async #typed(tx: Transaction, accountId: string): Promise<ReturnType<typeof typedOf>> {
    const { sections }: ApplicationRows = await readApplication(tx, accountId);
    const answers = [SectionKind.PERSON, SectionKind.IDENTITY_DOCUMENT].flatMap((kind) =>
      Object.entries(openAnswers(this.parts.db.keyring, sections.get(kind)!)),
    );
    return typedOf(Object.fromEntries(answers.map(([field, { values }]) => [field, values])));
  }

  /** Removes what was kept to recognise repetitions. */
  async forgetNews(before: Date): Promise<void> {
    await this.parts.db.pool.query('delete from identity_check_event where received_at < $1', [before]);
  }

  /** The application first, as every command of the creator does. */
  async #lockInOrder(tx: Transaction, id: string): Promise<CheckRow | null> {
    const [found] = await rows<{ accountId: string }>(
      tx,
      'select account_id as "accountId" from identity_check where id = $1',
      [id],
    );
    if (!found) return null;
    await this.parts.sections.lock(tx, found.accountId);
    return lockCheck(tx, id);
  }

  async #apply(tx: Transaction, actor: Actor, check: CheckRow, news: IdentityNews): Promise<void> {
    const { events, notifier, sections } = this.parts;
    const { accountId } = check;
    const status = await this.#move(tx, check, news.verb!, news);
    await recordAudit(
      tx,
      actor,
      `onboarding.identityCheck.${news.verb}`,
      { type: 'identity_check', id: check.id },
      { accountId, eventId: news.eventId, before: { status: check.status }, after: { status } },
    );
    if (status === IdentityCheckStatus.VERIFIED) await this.#compareLater(tx, actor, check.id);
    if (status === IdentityCheckStatus.NEEDS_INPUT)
      await notifier.notify(tx, identityNeedsInputNotice, { accountId, variables: { link: this.#pageUrl } });
    const application = await sections.lock(tx, accountId);
    const section = application.sections.get(SectionKind.IDENTITY_DOCUMENT)!;
    const mayChange = openSections.includes(section.status) && !isRejected(application, this.parts.now());
    if (status === IdentityCheckStatus.VERIFIED && mayChange)
      await sections.change(tx, actor, application, SectionKind.IDENTITY_DOCUMENT);
    else await announceOnboardingChange(events, tx, accountId);
  }

  /** The only place that assigns the status of a check. What is over keeps no link. */
  async #move(
    tx: Transaction,
    { id, status }: CheckRow,
    verb: IdentityCheckVerb,
    news?: IdentityNews,
  ): Promise<IdentityCheckStatus> {
    const next = nextStatus(status, identityCheckMoves[verb], verb);
    await tx.query(
      `update identity_check set status = $2, heard_at = coalesce($3, heard_at), problem = $4,
         session_id = coalesce(session_id, $5), finished_at = $6,
         link_sealed = case when $6::timestamptz is null then link_sealed end
       where id = $1`,
      [
        id,
        next,
        news?.at ?? null,
        news?.problem ?? null,
        news?.sessionId ?? null,
        openChecks.includes(next) ? null : this.parts.now(),
      ],
    );
    return next;
  }

  async #keepLink(tx: Transaction, { id, status }: CheckRow, { sessionId, url }: HostedCheck): Promise<void> {
    await tx.query('update identity_check set session_id = $2, link_sealed = $3 where id = $1', [
      id,
      sessionId,
      openChecks.includes(status) ? this.parts.db.keyring.seal(linkColumn.at(id), url) : null,
    ]);
  }

  get #pageUrl(): string {
    return `${this.parts.publicUrl}/onboarding/identity-document`;
  }

  async #demandFew(tx: Transaction, accountId: string, now: Date): Promise<void> {
    const [counted] = await rows<{ begun: number; first: Date }>(
      tx,
      'select count(*)::int as begun, min(created_at) as first from identity_check where account_id = $1 and created_at > $2',
      [accountId, new Date(now.getTime() - dayMilliseconds)],
    );
    const limit = this.parts.settings.read(identityChecksPerDay);
    if (counted!.begun < limit) return;
    const seconds = Math.ceil((counted!.first.getTime() + dayMilliseconds - now.getTime()) / 1000);
    throw new RateLimited(seconds, { limit, remaining: 0 });
  }

  async #shown(tx: Transaction, check: CheckRow): Promise<IdentityCheck> {
    const { id, status, linkSealed, problem, comparing, createdAt, finishedAt } = check;
    const url = linkSealed && this.parts.db.keyring.openText(linkColumn.at(id), linkSealed);
    const findings = status === IdentityCheckStatus.VERIFIED ? this.#findings(check) : null;
    const vouched = await this.#vouches(tx, check);
    const unlike = findings === null || comparing ? [] : unlikeFields(findings);
    return { id, status, url, problem, comparing, vouches: vouched, unlike, createdAt, finishedAt };
  }
}

/** News about what is over, or older than what was heard already, change nothing. */
function judge({ status, heardAt }: CheckRow, { verb, at }: IdentityNews): NewsOutcome {
  if (verb === null) return 'IGNORED';
  if (!identityCheckMoves[verb].from.includes(status)) return 'LATE';
  return heardAt !== null && at < heardAt ? 'LATE' : 'APPLIED';
}

async function newestCheck(tx: Transaction, accountId: string): Promise<CheckRow | null> {
  const [found] = await rows<CheckRow>(
    tx,
    `select ${columns} from identity_check where account_id = $1 order by created_at desc, id desc limit 1`,
    [accountId],
  );
  return found ?? null;
}

async function lockCheck(tx: Transaction, id: string): Promise<CheckRow | null> {
  const [found] = await rows<CheckRow>(tx, `select ${columns} from identity_check where id = $1 for update`, [id]);
  return found ?? null;
}
