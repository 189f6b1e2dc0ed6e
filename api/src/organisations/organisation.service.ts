import { FieldProblems } from '../accounts/account.rules.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { demand } from '../platform/permission.ts';
import { mayReach, reach, readWithin } from '../platform/reach.ts';
import type { Organisation, OrganisationKind } from './organisation.ts';
import { manageOrganisations, readOrganisations } from './organisation.policy.ts';

const longestName = 120;
const cannotBeCalled = 'An organisation cannot be called like that';
/** One is chosen from a list of all of them; of still more, by the beginning of its name. */
const mostListed = 1_000;

export class OrganisationService {
  constructor(private readonly db: Db) {}

  /** By name, those that begin with the text. */
  async list(actor: Actor, search: string): Promise<Organisation[]> {
    return readWithin(this.db, actor, readOrganisations, (tx) =>
      rows<Organisation>(
        tx,
        // Both by Postgres: JavaScript makes other small letters of some capitals.
        `select id, name, kind from organisation where lower(name) like lower($1) escape '\\'
         order by lower(name) limit ${mostListed}`,
        [`${search.trim().replace(/[\\%_]/g, '\\$&')}%`],
      ),
    );
  }

  /** Of these, the ones that the actor may see. */
  async some(actor: Actor, ids: readonly string[]): Promise<Organisation[]> {
    if (!mayReach(actor, readOrganisations)) return [];
    return readWithin(this.db, actor, readOrganisations, (tx) =>
      rows<Organisation>(tx, 'select id, name, kind from organisation where id = any($1)', [ids]),
    );
  }

  async create(actor: Actor, name: string, kind: OrganisationKind): Promise<Organisation> {
    const staff = demand(actor, manageOrganisations);
    const problems = new FieldProblems();
    const called = problems.text('name', name, longestName);
    problems.demandNone(cannotBeCalled);
    return transaction(this.db, async (tx) => {
      await reach(tx, staff, manageOrganisations);
      const [made] = await rows<Organisation>(
        tx,
        'insert into organisation (name, kind) values ($1, $2) on conflict ((lower(name))) do nothing returning id, name, kind',
        [called, kind],
      );
      if (!made)
        throw new AppError('BAD_USER_INPUT', cannotBeCalled, [
          { path: 'name', code: 'NOT_ALLOWED', message: 'Another organisation is called like that' },
        ]);
      await recordAudit(tx, staff, 'organisations.create', { type: 'organisation', id: made.id }, { kind });
      return made;
    });
  }
}
