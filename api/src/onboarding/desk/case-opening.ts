import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, type Transaction } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Settings } from '../../platform/setting.ts';
import type { ApplicationRows } from '../application.rows.ts';
import { CaseStatus } from '../case.lifecycle.ts';
import { reviewHours } from '../onboarding.settings.ts';
import { afterBusinessHours } from './business-time.ts';
import { announceCaseChange } from './case.change.ts';
import { businessDays, deskCloses, deskHolidays, deskOpens, deskTimeZone, riskyHints } from './desk.settings.ts';
import { hintId, sharedKinds } from './hints.ts';

export interface CaseOpeningParts {
  events: EventBus;
  settings: Settings;
  now: () => Date;
}

/** The clock of a case runs from here until it is decided: what is returned comes back as another case, with a clock of its own. */
export async function openCase(
  { events, settings, now }: CaseOpeningParts,
  tx: Transaction,
  actor: Actor,
  { accountId, activatedAt }: ApplicationRows,
): Promise<void> {
  const at = now();
  const risky = settings.read(riskyHints);
  const shared = await sharedKinds(tx, accountId);
  const known = shared
    .filter(({ kind, proven }) => risky.includes(kind) && !proven)
    .map((hint) => hintId(hint.kind, hint.accountId));
  const highRisk = known.length > 0;
  const dueAt = afterBusinessHours(at, settings.read(reviewHours), {
    days: settings.read(businessDays),
    opens: settings.read(deskOpens),
    closes: settings.read(deskCloses),
    timeZone: settings.read(deskTimeZone),
    holidays: settings.read(deskHolidays),
  });
  const [made] = await rows<{ id: string }>(
    tx,
    `insert into review_case (account_id, status, opened_at, due_at, high_risk, renewal, risk_hints)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [accountId, CaseStatus.WAITING, at, dueAt, highRisk, activatedAt !== null, known],
  );
  const { id } = made!;
  await recordAudit(tx, actor, 'onboarding.openCase', { type: 'review_case', id }, { accountId, highRisk });
  await announceCaseChange(events, tx, { id, accountId });
}
