import { randomUUID } from 'node:crypto';
import { transaction } from '../src/platform/db.ts';
import { lockApplication, moveSection } from '../src/onboarding/application.rows.ts';
import { SectionKind } from '../src/onboarding/section.lifecycle.ts';
import type { TestAccount } from './actors.ts';
import { anAccount } from './builders.ts';
import type { World } from './world.ts';

export interface TestCase {
  id: string;
  account: TestAccount;
}

interface CaseDetails {
  /** Of whom; somebody new otherwise. */
  account?: TestAccount;
  displayName?: string;
  givenName?: string;
  language?: string;
  /** The moment at which it was handed in. */
  now?: Date;
  /** Hours after it was handed in. */
  dueIn?: number;
  highRisk?: boolean;
  renewal?: boolean;
  assigneeId?: string;
}

/** Of a creator who handed in what they say about themselves and their address. */
export async function aCase({ db }: Pick<World, 'db'>, details: CaseDetails = {}): Promise<TestCase> {
  const { displayName } = details;
  const account = details.account ?? (await anAccount({ db }, 'APPLICANT', displayName ? { displayName } : {}));
  if (details.language)
    await db.pool.query('update account set language = $2 where id = $1', [account.id, details.language]);
  const at = details.now ?? new Date();
  const answered = { givenName: { values: [details.givenName ?? 'Ana'], revision: 1 } };
  const id = randomUUID();
  await transaction(db, async (tx) => {
    for (const [kind, answers] of [
      [SectionKind.PERSON, answered],
      [SectionKind.ADDRESS, {}],
    ] as const)
      for (const verb of ['change', 'submit'] as const)
        await moveSection(tx, db.keyring, await lockApplication(tx, account.id, at), { kind, verb, at, answers });
    await tx.query(
      `insert into review_case (id, account_id, status, opened_at, due_at, high_risk, renewal, assignee_id)
       values ($1, $2, 'WAITING', $3, $4, $5, $6, $7)`,
      [
        id,
        account.id,
        at,
        new Date(at.getTime() + (details.dueIn ?? 24) * 3_600_000),
        details.highRisk ?? false,
        details.renewal ?? false,
        details.assigneeId ?? null,
      ],
    );
  });
  return { id, account };
}
