import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { transaction, type Db, type Transaction } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Notifier } from '../../platform/notifier.ts';
import type { Settings } from '../../platform/setting.ts';
import type { ApplicationRows, CaseRow } from '../application.rows.ts';
import { CaseDecision, openCases } from '../case.lifecycle.ts';
import type { SectionStore } from '../section-store.ts';
import { announceCaseChange } from './case.change.ts';
import { doubleFoundNotice } from './decision.notices.ts';
import { riskyHints } from './desk.settings.ts';
import { HintKind } from './hint.ts';
import { hintId, otherNames, otherReadings, sharedKinds } from './hints.ts';
import { statedIn, typedName, type Evidence } from './stated.ts';

export interface RiskParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  notifier: Notifier;
  sections: SectionStore;
  evidence: Evidence;
  publicUrl: string;
  now: () => Date;
}

/** What was decided before the last hint was found was decided without it. */
export const isOutdated = ({ riskAt, proposedAt }: Pick<CaseRow, 'riskAt' | 'proposedAt'>): boolean =>
  riskAt !== null && (proposedAt === null || riskAt >= proposedAt);

/** What becomes of a hint that is new about the newest case of somebody. */
export function consequenceOf(
  { activatedAt, lastCase }: Pick<ApplicationRows, 'activatedAt' | 'lastCase'>,
  found: readonly string[],
): { fresh: string[]; verb: 'RAISE' | 'TELL' | null } {
  const fresh = lastCase ? found.filter((id) => !lastCase.riskHints.includes(id)) : [];
  if (!lastCase || fresh.length === 0) return { fresh, verb: null };
  if (openCases.includes(lastCase.status)) return { fresh, verb: 'RAISE' };
  // Who is not let in is judged anew with the next case.
  return { fresh, verb: activatedAt !== null && lastCase.decision !== CaseDecision.REJECTED ? 'TELL' : null };
}

/** Sees that nobody has what somebody else has too, also when that is found out late. */
export class RiskWatch {
  constructor(private readonly parts: RiskParts) {}

  /** True: there is something new about the open case. The application is locked. */
  async judge(tx: Transaction, actor: Actor, application: ApplicationRows): Promise<boolean> {
    const row = application.lastCase;
    if (!row) return false;
    const { fresh, verb } = consequenceOf(application, await this.#found(tx, application));
    if (verb === null) return false;
    const at = this.parts.now();
    row.riskHints.push(...fresh);
    Object.assign(row, { highRisk: true, riskAt: at });
    await tx.query('update review_case set high_risk = true, risk_hints = $2, risk_at = $3 where id = $1', [
      row.id,
      row.riskHints,
      at,
    ]);
    const { id, accountId } = row;
    const kinds = [...new Set(fresh.map((hint) => hint.split('.')[0]))];
    const action = verb === 'RAISE' ? 'onboarding.raiseRisk' : 'onboarding.doubleFound';
    await recordAudit(tx, actor, action, { type: 'review_case', id }, { accountId, kinds });
    await announceCaseChange(this.parts.events, tx, row);
    if (verb === 'TELL') await this.#tell(tx, row);
    return verb === 'RAISE';
  }

  /** What the worker does. One application at a time, so that two who have the same never wait for each other. Safe to repeat. */
  async judgeAllWith(actor: Actor, accountId: string): Promise<void> {
    const shared = await transaction(this.parts.db, async (tx) => {
      // A change that is on its way has asked for this very job: it is waited for, so that whoever it concerns is found.
      await this.parts.sections.lock(tx, accountId);
      return sharedKinds(tx, accountId);
    });
    for (const one of new Set([accountId, ...shared.map((hint) => hint.accountId)]))
      await transaction(this.parts.db, async (tx) => {
        await this.judge(tx, actor, await this.parts.sections.lock(tx, one));
      });
  }

  /** Ids of what counts. */
  async #found(tx: Transaction, application: ApplicationRows): Promise<string[]> {
    const { db, evidence, settings } = this.parts;
    const risky = settings.read(riskyHints);
    const shared = (await sharedKinds(tx, application.accountId)).filter(
      ({ kind, proven }) => risky.includes(kind) && !proven,
    );
    const stated = await statedIn(tx, db.keyring, evidence, application);
    const facts = [...stated.values()].flat();
    const names = risky.includes(HintKind.NAME) ? otherNames(typedName(stated), facts) : [];
    const readings = risky.includes(HintKind.DOCUMENT_READ) ? otherReadings(facts) : [];
    return [
      ...shared.map(({ kind, accountId }) => hintId(kind, accountId)),
      ...names.map((place) => hintId(HintKind.NAME, place)),
      ...readings.map((place) => hintId(HintKind.DOCUMENT_READ, place)),
    ];
  }

  #tell(tx: Transaction, { id, number, accountId }: CaseRow): Promise<void> {
    return this.parts.notifier.notifyAll(tx, doubleFoundNotice, {
      variables: { number, link: `${this.parts.publicUrl}/admin/reviews/${id}` },
      except: accountId,
    });
  }
}
