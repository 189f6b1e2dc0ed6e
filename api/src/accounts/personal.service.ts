import { randomUUID } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { transaction, type Db } from '../platform/db.ts';

import { demand, demandVerified } from '../platform/permission.ts';
import { personalColumn, sealedValues } from '../platform/personal-data.ts';
import { reach } from '../platform/reach.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { Account } from './account.entity.ts';
import { noSuchPerson, readPeople } from './account.policy.ts';
import { FieldProblems } from './account.rules.ts';
import { type MaskedProperty, ownProfile, revealPersonal } from './personal.policy.ts';
import type { UpdateProfileInput } from './profile.inputs.ts';
import { proofMinutes } from './second-factor.settings.ts';

export const revealReason = sealedColumn({
  table: 'personal_reveal',
  column: 'reason_sealed',
  id: 'id',
  kind: 'message',
  retention: 'account',
  description: 'Why a member of staff had an e-mail address or phone number shown',
});

const shortestReason = 5;

export interface PersonalServiceParts {
  db: Db;
  settings: Settings;
  now: () => Date;
}

/** What people say about themselves, and who else gets to see it. */
export class PersonalService {
  constructor(private readonly parts: PersonalServiceParts) {}

  async updateProfile(actor: Actor, input: UpdateProfileInput): Promise<void> {
    const { accountId, ...person } = demand(actor, ownProfile);
    const { db } = this.parts;
    const columns = this.#profileColumns(accountId, input);
    const names = Object.keys(columns);
    if (names.length === 0) return;
    await transaction(db, async (tx) => {
      const assignments = names.map((name, i) => `${name} = $${i + 2}`);
      await tx.query(`update account set ${assignments.join(', ')} where id = $1`, [
        accountId,
        ...Object.values(columns),
      ]);
      const fields = Object.entries(input).flatMap(([field, value]) => (value == null ? [] : [field]));
      await recordAudit(
        tx,
        { ...person, accountId },
        'accounts.updateProfile',
        { type: 'account', id: accountId },
        { fields },
      );
    });
  }

  /** The value in full. Null: there is none. */
  async reveal(actor: Actor, id: string, property: MaskedProperty, reason: string): Promise<string | null> {
    const { db, settings } = this.parts;
    const staff = demandVerified(actor, revealPersonal, settings.read(proofMinutes), this.parts.now());
    const problems = new FieldProblems();
    const why = problems.reason('reason', reason);
    if (why.length > 0 && why.length < shortestReason)
      problems.add('reason', 'TOO_SHORT', `At least ${shortestReason} characters`, shortestReason);
    problems.demandNone('This needs a reason');

    return transaction(db, async (tx) => {
      const organisation = await reach(tx, staff, readPeople);
      const account = isUuid(id)
        ? await tx.findOneBy(Account, { id, ...(organisation !== null && { organisationId: organisation }) })
        : null;
      if (!account) throw noSuchPerson(actor, id);
      const revealId = randomUUID();
      const field = property.toUpperCase();
      await tx.query(
        `insert into personal_reveal (id, account_id, field, revealed_to, reason_sealed, at) values ($1, $2, $3, $4, $5, $6)`,
        [
          revealId,
          account.id,
          field,
          staff.accountId,
          db.keyring.seal(revealReason.at(revealId), why),
          this.parts.now(),
        ],
      );
      await recordAudit(tx, staff, 'accounts.reveal', { type: 'account', id: account.id }, { field, reveal: revealId });
      return account[property];
    });
  }

  #profileColumns(accountId: string, input: UpdateProfileInput): Record<string, unknown> {
    const { keyring } = this.parts.db;
    const problems = new FieldProblems();
    const name = input.displayName == null ? null : problems.name('displayName', input.displayName);
    const phone = input.phone == null ? null : problems.phone('phone', input.phone);
    const language = input.language == null ? null : problems.language('language', input.language);
    const timeZone = input.timeZone == null ? null : problems.timeZone('timeZone', input.timeZone);
    problems.demandNone('Your profile cannot be changed like that');
    return {
      ...(name !== null && sealedValues(keyring, personalColumn(Account, 'displayName'), accountId, name)),
      ...(input.phone != null && sealedValues(keyring, personalColumn(Account, 'phone'), accountId, phone)),
      ...(language !== null && { language }),
      ...(timeZone !== null && { time_zone: timeZone }),
    };
  }
}
