import { normalPhone } from '@influencegen/shared-schema/contract/phone';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import type { Keyring } from '../platform/keyring.ts';
import { demand, may, type Scope } from '../platform/permission.ts';
import { openPersonal } from '../platform/personal-data.ts';
import { reachOf, readWithin } from '../platform/reach.ts';
import { isUuid } from '../platform/uuid.ts';
import { Account } from './account.entity.ts';
import { emailIndexes, named, phoneIndexes } from './account.personal.ts';
import { deactivationReason, grantReason, heldPermissions, permissionsFrom } from './access.ts';
import { beyondReachOf, helpPeople, movesOpenTo, noSuchPerson, type Power, readPeople } from './account.policy.ts';
import { type AttemptLock, attemptsOfAddress, latest } from './attempt-lock.ts';
import { type AccountDeactivation, type AccountGrant, AccountView, type RoleChoice } from './people.ts';
import { AccountFilter, AccountOrder } from './people.inputs.ts';
import { seePersonal, shownTo } from './personal.policy.ts';
import { personJson, personOf, type PersonRow } from './person.ts';
import type { SessionInfo } from './session-info.ts';
import type { SessionService } from './session.service.ts';

export interface AccountList extends PageRequest {
  filter?: AccountFilter | null;
  order: AccountOrder;
}

/** Before anybody was: where those stand who have never signed in. */
const never = '0001-01-01T00:00:00.000Z';
const lastSignIn = `coalesce(a.last_sign_in_at, timestamptz '0001-01-01 00:00:00+00')`;

const roles = `(
  select coalesce(json_agg(json_build_object('key', r.key, 'name', r.name, 'audience', r.audience) order by r.name), '[]')
  from account_role ar join role r on r.key = ar.role_key where ar.account_id = a.id)`;

const grants = `(
  select coalesce(json_agg(json_build_object(
    'permission', ap.permission, 'effect', ap.effect, 'scope', ap.scope, 'id', ap.id, 'reasonSealed', encode(ap.reason_sealed, 'base64'),
    'grantedAt', ap.granted_at, 'expiresAt', ap.expires_at,
    'grantedBy', case when g.id is not null then ${personJson('g')} end
  ) order by ap.permission), '[]')
  from account_permission ap left join account g on g.id = ap.granted_by
  where ap.account_id = a.id and (ap.expires_at is null or ap.expires_at > now()))`;

/** The last one; what a former release deactivated has none. */
const deactivation = `case when a.status = 'DEACTIVATED' then (
  select json_build_object('id', d.id, 'reasonSealed', encode(d.reason_sealed, 'base64'), 'at', d.at,
    'deactivatedBy', case when b.id is not null then ${personJson('b')} end)
  from account_deactivation d left join account b on b.id = d.deactivated_by
  where d.account_id = a.id order by d.at desc limit 1) end`;

const columns = `a.id, encode(a.name_sealed, 'base64') as "nameSealed", encode(a.email_sealed, 'base64') as "emailSealed",
  encode(a.phone_sealed, 'base64') as "phoneSealed", a.status, a.language, a.time_zone as "timeZone",
  a.organisation_id as "organisationId", a.created_at as "createdAt", a.last_sign_in_at as "lastSignInAt",
  ${roles} as roles, ${grants} as grants, ${deactivation} as deactivation, ${heldPermissions} as permissions,
  exists (select from totp where account_id = a.id and confirmed_at is not null)
    or exists (select from passkey where account_id = a.id) as "hasSecondFactor"`;

interface Row
  extends
    PersonRow,
    Omit<
      AccountView,
      'displayName' | 'email' | 'phone' | 'grants' | 'deactivation' | 'permissions' | 'lockedUntil' | 'viewerMoves'
    > {
  emailSealed: string;
  phoneSealed: string | null;
  grants: (Omit<AccountGrant, 'reason' | 'grantedBy'> & {
    id: string;
    reasonSealed: string | null;
    grantedBy: PersonRow | null;
  })[];
  deactivation:
    | (Omit<AccountDeactivation, 'reason' | 'deactivatedBy'> & {
        id: string;
        reasonSealed: string;
        deactivatedBy: PersonRow | null;
      })
    | null;
  permissions: [string, Scope][];
}

/** What those see who look after people. */
export class PeopleReads {
  constructor(
    private readonly db: Db,
    private readonly attempts: AttemptLock,
    private readonly sessions: SessionService,
  ) {}

  /** `contacts`: e-mail addresses or phone numbers are among what is asked for. */
  async list(actor: Actor, list: AccountList, contacts: boolean): Promise<Page<AccountView>> {
    const page = await readWithin(this.db, actor, readPeople, async (tx, organisation) => {
      const found = await this.#page(tx, organisation, list);
      if (contacts) await recordLook(tx, actor, found.nodes);
      return found;
    });
    return { ...page, nodes: await this.#shown(actor, page.nodes) };
  }

  async one(actor: Actor, id: string, contacts = false): Promise<AccountView> {
    const found = await readWithin(this.db, actor, readPeople, async (tx, organisation) => {
      if (!isUuid(id)) return [];
      const where = 'where a.id = $1 and ($2::uuid is null or a.organisation_id = $2)';
      const rowsOfIt = await viewed(tx, where, [id, organisation]);
      if (contacts) await recordLook(tx, actor, rowsOfIt);
      return rowsOfIt;
    });
    const [account] = await this.#shown(actor, found);
    if (!account) throw noSuchPerson(actor, id);
    return account;
  }

  async #page(tx: Transaction, organisation: string | null, list: AccountList): Promise<Page<Row>> {
    const { first, after } = readPageRequest(list);
    const { search, status, roles: wantedRoles, organisationId } = readFilter(list.filter ?? new AccountFilter());
    const key = list.order === AccountOrder.LAST_SIGN_IN ? lastSignIn : 'a.created_at';

    const values: unknown[] = [];
    const put = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [
      ...(organisation === null ? [] : [`a.organisation_id = ${put(organisation)}`]),
      ...(organisationId ? [`a.organisation_id = ${put(organisationId)}`] : []),
      ...(status?.length ? [`a.status = any(${put(status)})`] : []),
      ...(wantedRoles?.length
        ? [`a.id in (select account_id from account_role where role_key = any(${put(wantedRoles)}))`]
        : []),
      ...(search ? [nameOrContact(this.db.keyring, search, put)] : []),
      ...(after ? [`(${key}, a.id) < (${put(after.at)}, ${put(after.id)})`] : []),
      'true',
    ];
    const found = await viewed(
      tx,
      `where ${conditions.join(' and ')} order by ${key} desc, a.id desc limit ${first + 1}`,
      values,
    );
    const at = ({ createdAt, lastSignInAt }: Row): string =>
      list.order === AccountOrder.LAST_SIGN_IN ? (lastSignInAt ?? never) : createdAt;
    return pageOf(found, first, (row) => ({ at: new Date(at(row)).toISOString(), id: row.id }));
  }

  /** Where somebody is signed in. */
  async sessionsOf(actor: Actor, id: string): Promise<SessionInfo[]> {
    demand(actor, helpPeople);
    await this.one(actor, id);
    return this.sessions.ofAccount(id, actor.sessionId);
  }

  async roleChoices(actor: Actor): Promise<RoleChoice[]> {
    const found = await readWithin(this.db, actor, readPeople, (tx) =>
      rows<Omit<RoleChoice, 'viewerMayGive'> & { powers: Power[] }>(
        tx,
        `select key, name, audience,
           (select coalesce(json_agg(json_build_object('permission', permission, 'scope', scope)), '[]')
            from role_permission where role_key = key) as powers
         from role order by built_in desc, lower(name)`,
      ),
    );
    return found.map(({ powers, ...role }) => ({ ...role, viewerMayGive: beyondReachOf(actor, powers).length === 0 }));
  }

  async #shown(actor: Actor, found: readonly Row[]): Promise<AccountView[]> {
    const { keyring } = this.db;
    const opened = found.map((row) => ({
      row,
      email: openPersonal(keyring, Account, 'email', row.id, row.emailSealed),
    }));
    const locks = await this.attempts.lockedUntil(opened.flatMap(({ email }) => attemptsOfAddress(keyring, email)));
    return opened.map(({ row, email }) => {
      const lockedUntil = latest(attemptsOfAddress(keyring, email), locks);
      // An instance, or a union could not tell it from a refusal.
      return Object.assign(new AccountView(), row, personOf(keyring, row), {
        email: shownTo(actor, row.id, 'email', email),
        phone:
          row.phoneSealed &&
          shownTo(actor, row.id, 'phone', openPersonal(keyring, Account, 'phone', row.id, row.phoneSealed)),
        lockedUntil,
        grants: row.grants.map(({ id, reasonSealed, ...grant }) => ({
          ...grant,
          reason: reasonSealed ? keyring.openText(grantReason.at(id), Buffer.from(reasonSealed, 'base64')) : '',
          grantedBy: grant.grantedBy && personOf(keyring, grant.grantedBy),
        })),
        // Why the agency closed an account is no matter of a brand's people.
        deactivation:
          row.deactivation && reachOf(actor, readPeople) === null
            ? {
                at: row.deactivation.at,
                reason: keyring.openText(
                  deactivationReason.at(row.deactivation.id),
                  Buffer.from(row.deactivation.reasonSealed, 'base64'),
                ),
                deactivatedBy: row.deactivation.deactivatedBy && personOf(keyring, row.deactivation.deactivatedBy),
              }
            : null,
        permissions: [...permissionsFrom(row.permissions)]
          .map(([permission, scope]) => ({ permission, scope }))
          .sort((a, b) => a.permission.localeCompare(b.permission)),
        viewerMoves: movesOpenTo(actor, { ...row, lockedUntil }),
      });
    });
  }
}

/** Nobody sees contact details of others in full without a trace: one event for each page, with whose they were. */
async function recordLook(tx: Transaction, actor: Actor, seen: readonly { id: string }[]): Promise<void> {
  const others = seen.map(({ id }) => id).filter((id) => id !== actor.accountId);
  if (others.length === 0 || !may(actor, seePersonal)) return;
  const record = others.length === 1 ? { type: 'account', id: others[0]! } : null;
  await recordAudit(tx, actor, 'accounts.look', record, { accounts: others });
}

async function viewed(tx: Transaction, rest: string, values: unknown[]): Promise<Row[]> {
  const found = await rows<{ row: Row }>(
    tx,
    `select row_to_json(x) as row from (select ${columns} from account a ${rest}) x`,
    values,
  );
  return found.map(({ row }) => row);
}

/** SQL for the accounts in whose names each word of the text begins one, or whose e-mail address or phone number it is. */
function nameOrContact(keyring: Keyring, search: string, put: (value: unknown) => string): string {
  const byName = named(keyring, search, 'a.id', put);
  const phone = normalPhone(search);
  const byContact = [
    `a.email_index = any(${put(emailIndexes(keyring, search))}::bytea[])`,
    ...(phone === null ? [] : [`a.phone_index = any(${put(phoneIndexes(keyring, phone))}::bytea[])`]),
  ];
  return `(${[...byName, ...byContact].join(' or ')})`;
}

function readFilter({ search, status, roles, organisationId }: AccountFilter) {
  if (organisationId != null && !isUuid(organisationId))
    throw new AppError('BAD_USER_INPUT', 'This list cannot be read', [
      { path: 'filter.organisationId', code: 'MALFORMED', message: 'This is not the id of an organisation' },
    ]);
  return { search: search?.trim(), status, roles, organisationId };
}
