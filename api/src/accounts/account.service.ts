import type { Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { demand, may } from '../platform/permission.ts';
import { isUuid } from '../platform/uuid.ts';
import { Account, type Person, type Viewer } from './account.entity.ts';
import { findPeople } from './account.policy.ts';
import { heldRoles } from './access.ts';

const mostPeople = 50;

/** What one may know about people. */
export class AccountService {
  constructor(private readonly db: Db) {}

  async viewer(actor: Actor): Promise<Viewer | null> {
    if (actor.accountId === null) return null;
    const { rows } = await this.db.pool.query<Omit<Viewer, 'permissions' | 'signInStep'>>({
      name: 'account-viewer',
      text: `select a.id, a.display_name as "displayName", a.email, ${heldRoles} as roles
             from account a where a.id = $1`,
      values: [actor.accountId],
    });
    return rows[0] ? { ...rows[0], permissions: [...actor.permissions.keys()].sort(), signInStep: actor.step } : null;
  }

  async people(actor: Actor, search: string, first: number): Promise<Person[]> {
    demand(actor, findPeople);
    if (first < 1 || first > mostPeople)
      throw new AppError('BAD_USER_INPUT', `Between 1 and ${mostPeople} people can be listed`, [
        first < 1
          ? { path: 'first', code: 'TOO_SMALL', bound: 1, message: 'At least 1' }
          : { path: 'first', code: 'TOO_LARGE', bound: mostPeople, message: `At most ${mostPeople}` },
      ]);
    const { rows } = await this.db.pool.query<Person>(
      `select id, display_name as "displayName" from account
       where lower(display_name) like $1 escape '\\' order by lower(display_name), id limit $2`,
      [
        `${search
          .trim()
          .toLowerCase()
          .replace(/[\\%_]/g, '\\$&')}%`,
        first,
      ],
    );
    return rows;
  }

  /** Oneself, or anybody for who may find people. */
  async person(actor: Actor, id: string): Promise<Person> {
    if (actor.accountId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
    const visible = isUuid(id) && (may(actor, findPeople) || actor.accountId === id.toLowerCase());
    const person = visible
      ? await this.db.source.getRepository(Account).findOne({ where: { id }, select: { id: true, displayName: true } })
      : null;
    if (!person) throw new AppError('NOT_FOUND', 'No such person');
    return person;
  }
}
