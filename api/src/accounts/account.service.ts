import type { Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { demand, may } from '../platform/permission.ts';
import { openPersonal } from '../platform/personal-data.ts';
import { isUuid } from '../platform/uuid.ts';
import { Account, type Person, type Viewer } from './account.entity.ts';
import { nameMatches, named } from './account.personal.ts';
import { findPeople } from './account.policy.ts';
import { personOf, type PersonRow } from './person.ts';
import { heldRoles } from './access.ts';

const mostPeople = 50;
/** Names are opened before they are put in order. */
const mostCandidates = 1_000;
const byName = new Intl.Collator('en');

interface ViewerRow extends PersonRow, Pick<Viewer, 'roles' | 'language' | 'timeZone'> {
  emailSealed: Buffer;
  phoneSealed: Buffer | null;
}

/** What one may know about people. */
export class AccountService {
  constructor(private readonly db: Db) {}

  async viewer(actor: Actor): Promise<Viewer | null> {
    if (actor.accountId === null) return null;
    const { rows } = await this.db.pool.query<ViewerRow>({
      name: 'account-viewer',
      text: `select a.id, a.name_sealed as "nameSealed", a.email_sealed as "emailSealed",
               a.phone_sealed as "phoneSealed", a.language, a.time_zone as "timeZone", ${heldRoles} as roles
             from account a where a.id = $1`,
      values: [actor.accountId],
    });
    if (!rows[0]) return null;
    const { id, nameSealed, emailSealed, phoneSealed, ...others } = rows[0];
    return {
      ...others,
      id,
      displayName: openPersonal(this.db.keyring, Account, 'displayName', id, nameSealed),
      email: openPersonal(this.db.keyring, Account, 'email', id, emailSealed),
      phone: phoneSealed && openPersonal(this.db.keyring, Account, 'phone', id, phoneSealed),
      permissions: [...actor.permissions.keys()].sort(),
      signInStep: actor.step,
    };
  }

  async people(actor: Actor, search: string, first: number): Promise<Person[]> {
    demand(actor, findPeople);
    if (first < 1 || first > mostPeople)
      throw new AppError('BAD_USER_INPUT', `Between 1 and ${mostPeople} people can be listed`, [
        first < 1
          ? { path: 'first', code: 'TOO_SMALL', bound: 1, message: 'At least 1' }
          : { path: 'first', code: 'TOO_LARGE', bound: mostPeople, message: `At most ${mostPeople}` },
      ]);
    const searches: unknown[] = [];
    const isNamed = named(this.db.keyring, search, 'id', (words) => `$${searches.push(words)}`);
    const { rows } = await this.db.pool.query<PersonRow>(
      `select id, name_sealed as "nameSealed" from account
       where ${isNamed.join(' or ') || 'true'}
       order by created_at desc, id desc limit ${mostCandidates}`,
      searches,
    );
    return rows
      .map((row) => personOf(this.db.keyring, row))
      .filter(({ displayName }) => nameMatches(displayName, search))
      .sort((one, other) => byName.compare(one.displayName, other.displayName) || (one.id < other.id ? -1 : 1))
      .slice(0, first);
  }

  /** For rooms that name people beside their own rows; whoever calls has checked that the viewer may see these. */
  async named(ids: readonly string[]): Promise<Map<string, Person>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.db.pool.query<PersonRow>(
      'select id, name_sealed as "nameSealed" from account where id = any ($1::uuid[])',
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, personOf(this.db.keyring, row)]));
  }

  /** Oneself, or anybody for who may find people. */
  async person(actor: Actor, id: string): Promise<Person> {
    if (actor.accountId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
    const visible = isUuid(id) && (may(actor, findPeople) || actor.accountId === id);
    const person = visible
      ? await this.db.source.getRepository(Account).findOne({ where: { id }, select: { id: true, displayName: true } })
      : null;
    if (!person) throw new AppError('NOT_FOUND', 'No such person');
    return person;
  }
}
