import type { AccountService } from '../accounts/account.service.ts';
import type { Db } from '../platform/db.ts';
import { isoMicroseconds, type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { describeShape, groupOf, unitOf } from '../platform/setting.ts';
import { scopeNamed, type SettingListing, type StoredSettings } from '../platform/settings.store.ts';
import {
  SettingLevel,
  type SettingChange,
  type SettingOverride,
  type SettingScope,
  type SettingView,
} from './setting.types.ts';

export interface SettingsReadsParts {
  db: Db;
  settings: StoredSettings;
  accounts: Pick<AccountService, 'named'>;
}

interface StoredScope {
  scope: string;
  roleName: string | null;
  changedAt: Date;
  changedBy: string | null;
}

interface ChangeRow extends StoredScope {
  id: string;
  settingKey: string;
  revision: number;
  before: string | null;
  after: string | null;
  reason: string | null;
}

interface OverrideRow extends StoredScope {
  id: string;
  value: string;
  revision: number;
}

const changeColumns = `c.id, c.key as "settingKey", c.scope, c.version as revision, c.before::text, c.after::text, c.reason,
  c.changed_at as "changedAt", c.changed_by as "changedBy", r.name as "roleName"`;
const changeSource = `setting_change c left join role r on c.scope = 'role:' || r.key`;

/** What staff see of settings. Whoever calls has checked that they may. */
export class SettingsReads {
  constructor(private readonly parts: SettingsReadsParts) {}

  async settings(key: string | null): Promise<SettingView[]> {
    const listed = this.parts.settings.list().filter(({ setting }) => key === null || setting.key === key);
    const { rows } = await this.parts.db.pool.query<ChangeRow>(
      `select ${changeColumns} from unnest($1::text[]) wanted (key)
         cross join lateral (select * from setting_change newest
           where newest.key = wanted.key and newest.scope = 'workspace' order by newest.version desc limit 1) c
         left join role r on false`,
      [listed.map(({ setting }) => setting.key)],
    );
    const lastChanges = new Map((await this.#changesOf(rows)).map((change) => [change.settingKey, change]));
    return listed.map((listing) => viewOf(listing, lastChanges.get(listing.setting.key) ?? null));
  }

  /** Newest first. Null: of all settings. */
  async changes(key: string | null, page: PageRequest): Promise<Page<SettingChange>> {
    const { first, after } = readPageRequest(page);
    const { rows } = await this.parts.db.pool.query<ChangeRow>(
      `select ${changeColumns} from ${changeSource}
       where ($1::text is null or c.key = $1)
         and ($2::timestamptz is null or (c.changed_at, c.id) < ($2::timestamptz, $3::uuid))
       order by c.changed_at desc, c.id desc limit $4`,
      [key, after?.at ?? null, after?.id ?? null, first + 1],
    );
    const { nodes, pageInfo } = pageOf(rows, first, ({ changedAt, id }) => ({ at: changedAt.toISOString(), id }));
    return { nodes: await this.#changesOf(nodes), pageInfo };
  }

  async change(id: string): Promise<SettingChange | null> {
    const { rows } = await this.parts.db.pool.query<ChangeRow>(
      `select ${changeColumns} from ${changeSource} where c.id = $1`,
      [id],
    );
    const [change] = await this.#changesOf(rows);
    return change ?? null;
  }

  /** Newest first. */
  async overrides(key: string, page: PageRequest): Promise<Page<SettingOverride>> {
    const { first, after } = readPageRequest(page);
    const { rows } = await this.parts.db.pool.query<OverrideRow & { at: string }>(
      `select c.id, v.scope, v.value::text, c.version as revision, v.changed_at as "changedAt", v.changed_by as "changedBy",
         r.name as "roleName", ${isoMicroseconds('c.changed_at')} as at
       from setting_value v
         cross join lateral (select id, version, changed_at from setting_change newest
           where newest.key = v.key and newest.scope = v.scope order by newest.version desc limit 1) c
         left join role r on v.scope = 'role:' || r.key
       where v.key = $1 and v.scope <> 'workspace'
         and ($2::timestamptz is null or (c.changed_at, c.id) < ($2::timestamptz, $3::uuid))
       order by c.changed_at desc, c.id desc limit $4`,
      [key, after?.at ?? null, after?.id ?? null, first + 1],
    );
    const { nodes, pageInfo } = pageOf(rows, first, ({ at, id }) => ({ at, id }));
    const people = await this.#people(nodes);
    return { nodes: nodes.map((row) => ({ ...row, ...people(row) })), pageInfo };
  }

  async #changesOf(rows: ChangeRow[]): Promise<SettingChange[]> {
    const people = await this.#people(rows);
    return rows.map((row) => ({ ...row, ...people(row) }));
  }

  async #people(rows: StoredScope[]): Promise<(row: StoredScope) => Pick<SettingChange, 'scope' | 'changedBy'>> {
    const ids = rows.flatMap(({ scope, changedBy }) => [changedBy, scopeNamed(scope).accountId]);
    const named = await this.parts.accounts.named(ids.filter((id) => id != null));
    const person = (id: string | null | undefined): SettingScope['person'] =>
      id == null ? null : (named.get(id) ?? null);
    return ({ scope, roleName, changedBy }) => {
      const { role = null, accountId } = scopeNamed(scope);
      return { scope: { roleKey: role, roleName, person: person(accountId) }, changedBy: person(changedBy) };
    };
  }
}

const levelOf = { role: SettingLevel.ROLE, account: SettingLevel.ACCOUNT };

function viewOf({ setting, stored }: SettingListing, lastChange: SettingChange | null): SettingView {
  const { key, description, secret, initial, levels } = setting;
  const ofWorkspace = stored.find(({ scope }) => scope === 'workspace');
  return {
    key,
    group: groupOf(setting),
    description,
    unit: unitOf(setting),
    shape: JSON.stringify(describeShape(setting)),
    secret,
    initial: secret ? null : JSON.stringify(initial),
    value: secret ? null : JSON.stringify(ofWorkspace ? ofWorkspace.value : initial),
    isSet: ofWorkspace !== undefined,
    revision: lastChange?.revision ?? 0,
    levels: levels.map((level) => levelOf[level]),
    overrides: stored.length - (ofWorkspace ? 1 : 0),
    lastChange,
  };
}
