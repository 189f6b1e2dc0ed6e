import type { z } from 'zod';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { canonicalJson, type Json, storableJson } from './canonical-json.ts';
import { type Db, rows, transaction, type Transaction } from './db.ts';
import { AppError, type FieldProblem } from './errors.ts';
import type { EventBus } from './events.ts';
import type { Log } from './log.ts';
import { sealedColumn } from './sealed-columns.ts';
import { declaredSetting, declaredSettings, type Setting, type Settings, type SettingScope } from './setting.ts';

export interface SettingListing {
  setting: Setting<unknown>;
  /** By scope: `workspace`, `role:INFLUENCER`, `account:<id>`. Of a secret, only that it is set. */
  stored: { scope: string; value: unknown }[];
}

/** What somebody may say about a change. */
export interface SettingEdit {
  reason?: string | null;
  /** The number of the change on which this one was made: of two people who edit at once, the second one looks again. */
  revision?: number | null;
  /** Whoever adds a value replaces none: nobody has seen the one that is there. */
  added?: boolean;
  /** What commits with the change, when there is one. */
  also?: (tx: Transaction) => Promise<void>;
}

interface StoredValue {
  key: string;
  scope: string;
  value: unknown;
  sealed: Buffer | null;
}

/** What the other processes read again. */
interface SettingChanged {
  key: string;
  scope: string;
}

const secretValue = sealedColumn({
  table: 'setting_secret',
  column: 'value_sealed',
  id: 'key',
  kind: 'configuration',
  retention: 'use',
  description: 'Settings that are secrets',
});

const workspace = 'workspace';
/** Of what is stored, and of what the audit trail has to carry twice. */
const longestValue = 20_000;

const scopeName = ({ accountId, role }: SettingScope): string =>
  accountId !== undefined ? `account:${accountId}` : role !== undefined ? `role:${role}` : workspace;

/** The scope that has this name. */
export function scopeNamed(name: string): SettingScope {
  const [, kind, of] = /^(role|account):(.*)$/s.exec(name) ?? [];
  if (of === undefined) return {};
  return kind === 'role' ? { role: of } : { accountId: of };
}

const againAfterMs = 1_000;

/** From the narrowest to the widest. */
function* scopesOf({ accountId, role }: SettingScope): Generator<string> {
  if (accountId !== undefined) yield scopeName({ accountId });
  if (role !== undefined) yield scopeName({ role });
  yield workspace;
}

/** Settings of one workspace: in memory for reading, in a table for every process. */
export class StoredSettings implements Settings {
  /** By scope and key, already checked. */
  #values = new Map<string, unknown>();
  #loading: Promise<void> = Promise.resolve();
  readonly #unsubscribe: (() => void)[] = [];
  /** After a reading that failed: nobody tells of the same change twice. */
  #again: NodeJS.Timeout | null = null;
  #closed = false;

  private constructor(
    private readonly db: Db,
    private readonly events: EventBus,
    private readonly log: Log,
  ) {}

  static async open(db: Db, events: EventBus, log: Log): Promise<StoredSettings> {
    const settings = new StoredSettings(db, events, log);
    const refresh = (changed: SettingChanged | null): void => {
      settings.#load(changed).catch((error: unknown) => {
        log.warn({ err: error }, 'settings could not be read again yet');
        if (settings.#again !== null) clearTimeout(settings.#again);
        if (!settings.#closed) settings.#again = setTimeout(() => refresh(null), againAfterMs);
      });
    };
    // First subscribe, then read: a change in between is read twice, not missed.
    settings.#unsubscribe.push(
      events.subscribe<SettingChanged>('setting-changed', refresh),
      events.onGap(() => refresh(null)),
    );
    await settings.#load(null);
    return settings;
  }

  close(): void {
    this.#closed = true;
    if (this.#again !== null) clearTimeout(this.#again);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  read<Value>(wanted: Setting<Value>, scope: SettingScope = {}): Value {
    for (const name of scopesOf(scope)) {
      const stored = this.#values.get(`${name} ${wanted.key}`);
      if (stored !== undefined) return stored as Value;
    }
    return wanted.initial;
  }

  /**
   * Whether this process has heard what holds for the workspace at this moment: asked by whoever does something for many people
   * because a rule changed, and would undo what another process has just done if it did it by the former rule.
   */
  async isUpToDate(tx: Transaction, rules: readonly Setting<unknown>[]): Promise<boolean> {
    const stored = await rows<{ key: string; value: Json }>(
      tx,
      'select key, value from setting_value where key = any($1) and scope = $2',
      [rules.map(({ key }) => key), workspace],
    );
    return rules.every((rule) => {
      const known = this.#values.get(`${workspace} ${rule.key}`) ?? null;
      const fitting = rule.shape.safeParse(stored.find(({ key }) => key === rule.key)?.value);
      return canonicalJson(known as Json) === canonicalJson(fitting.success ? storableJson(fitting.data) : null);
    });
  }

  /** Stored for the narrowest part of `scope`. The number of the change; null when nothing had to be changed. */
  async change<Value>(
    actor: Actor,
    wanted: Setting<Value>,
    scope: SettingScope,
    value: unknown,
    edit: SettingEdit = {},
  ): Promise<string | null> {
    demandLevel(wanted, scope);
    return this.#store(actor, wanted, scope, checked(wanted, value), edit);
  }

  /** The next wider scope holds again. */
  async unset(
    actor: Actor,
    wanted: Pick<Setting<unknown>, 'key' | 'secret'>,
    scope: SettingScope,
    edit: SettingEdit = {},
  ): Promise<string | null> {
    return this.#store(actor, wanted, scope, null, edit);
  }

  /** What held before a change, and where. */
  async changeOf(id: string): Promise<{ key: string; scope: SettingScope; before: unknown } | null> {
    const { rows: found } = await this.db.pool.query<{ key: string; scope: string; before: unknown }>(
      'select key, scope, before from setting_change where id = $1',
      [id],
    );
    const [change] = found;
    return change ? { ...change, scope: scopeNamed(change.scope) } : null;
  }

  list(): SettingListing[] {
    const stored = new Map<string, SettingListing['stored']>();
    for (const [name, value] of this.#values) {
      const at = name.lastIndexOf(' ');
      const key = name.slice(at + 1);
      const secret = declaredSetting(key)?.secret === true;
      stored.set(key, [...(stored.get(key) ?? []), { scope: name.slice(0, at), value: secret ? true : value }]);
    }
    return declaredSettings().map((setting) => ({ setting, stored: stored.get(setting.key) ?? [] }));
  }

  async #store(
    actor: Actor,
    wanted: Pick<Setting<unknown>, 'key' | 'secret'>,
    scope: SettingScope,
    after: Json,
    { reason = null, revision = null, added = false, also }: SettingEdit,
  ): Promise<string | null> {
    const { key, secret } = wanted;
    const name = scopeName(scope);
    const id = await transaction(this.db, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`setting ${name} ${key}`]);
      const [last] = await rows<{ revision: number }>(
        tx,
        'select version as revision from setting_change where key = $1 and scope = $2 order by version desc limit 1',
        [key, name],
      );
      const known = last?.revision ?? 0;
      if (revision !== null && revision !== known)
        throw new AppError('CONFLICT', 'Somebody else has changed this setting meanwhile');

      const write = secret ? writeSecret : writeValue;
      const change = await write(tx, this.db, { key, scope: name, after, changedBy: actor.accountId });
      if (added && change && change.before !== null)
        throw new AppError('CONFLICT', 'This setting has a value there already');
      if (!change) return null;
      const [recorded] = await rows<{ id: string }>(
        tx,
        `insert into setting_change (key, scope, version, before, after, reason, changed_by)
         values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [key, name, known + 1, jsonOrNull(change.before), jsonOrNull(change.after), reason, actor.accountId],
      );
      await recordAudit(tx, actor, 'setting.change', { type: 'setting', id: key }, { scope: name, ...change });
      await also?.(tx);
      await this.events.publish(tx, 'setting-changed', { key, scope: name } satisfies SettingChanged);
      return recorded!.id;
    });
    if (id !== null) await this.#load({ key, scope: name });
    return id;
  }

  /** One after the other, so that an older answer never replaces a newer one. Null: everything. */
  #load(changed: SettingChanged | null): Promise<void> {
    this.#loading = this.#loading.catch(() => undefined).then(() => this.#read(changed));
    return this.#loading;
  }

  async #read(changed: SettingChanged | null): Promise<void> {
    const { rows: found } = await this.db.pool.query<StoredValue>(
      `select key, scope, value, null::bytea as sealed from setting_value
       where $1::text is null or (key = $1 and scope = $2)
       union all
       select key, '${workspace}', null, value_sealed from setting_secret where $1::text is null or key = $1`,
      [changed?.key ?? null, changed?.scope ?? null],
    );
    const values = changed ? this.#values : new Map<string, unknown>();
    if (changed) values.delete(`${changed.scope} ${changed.key}`);
    for (const stored of found) {
      const value = this.#usable(stored);
      if (value !== undefined) values.set(`${stored.scope} ${stored.key}`, value);
    }
    this.#values = values;
  }

  #usable({ key, scope, value, sealed }: StoredValue): unknown {
    const wanted = declaredSetting(key);
    try {
      const opened = sealed ? (JSON.parse(this.db.keyring.openText(secretValue.at(key), sealed)) as unknown) : value;
      const fitting = wanted?.shape.safeParse(opened);
      if (fitting?.success && wanted?.secret === (sealed !== null)) return fitting.data;
      this.log.warn({ key, scope }, 'a stored setting is unknown or no longer fits, the wider scope holds');
    } catch (error) {
      this.log.error({ err: error, key }, 'a setting that is a secret cannot be opened and counts as not set');
    }
    return undefined;
  }
}

interface Written {
  key: string;
  scope: string;
  /** Null: no longer set. */
  after: Json;
  changedBy: string | null;
}

/** What the history and the audit trail say; null when it was so before. */
type Change = { before: Json; after: Json } | null;

async function writeValue(tx: Transaction, _db: Db, { key, scope, after, changedBy }: Written): Promise<Change> {
  const [old] = await rows<{ value: Json }>(tx, 'select value from setting_value where key = $1 and scope = $2', [
    key,
    scope,
  ]);
  const before = old?.value ?? null;
  if (canonicalJson(before) === canonicalJson(after)) return null;
  if (after === null) await tx.query('delete from setting_value where key = $1 and scope = $2', [key, scope]);
  else
    await tx.query(
      `insert into setting_value (key, scope, value, changed_by) values ($1, $2, $3, $4)
       on conflict (key, scope) do update set value = excluded.value, changed_at = now(), changed_by = excluded.changed_by`,
      [key, scope, JSON.stringify(after), changedBy],
    );
  return { before, after };
}

async function writeSecret(tx: Transaction, { keyring }: Db, { key, after }: Written): Promise<Change> {
  const [old] = await rows(tx, 'select from setting_secret where key = $1', [key]);
  if (!old && after === null) return null;
  if (after === null) await tx.query('delete from setting_secret where key = $1', [key]);
  else
    await tx.query(
      `insert into setting_secret (key, value_sealed) values ($1, $2)
       on conflict (key) do update set value_sealed = excluded.value_sealed`,
      [key, keyring.seal(secretValue.at(key), JSON.stringify(after))],
    );
  return { before: old ? true : null, after: after === null ? null : true };
}

const jsonOrNull = (value: Json): string | null => (value === null ? null : JSON.stringify(value));

function demandLevel({ key, levels }: Setting<unknown>, { accountId, role }: SettingScope): void {
  const refuseLevel = (path: string, whom: string): never => {
    throw new AppError('BAD_USER_INPUT', `${key} cannot be set for one ${whom}`, [
      { path, code: 'NOT_ALLOWED', message: `This setting is the same for every ${whom}` },
    ]);
  };
  if (accountId !== undefined && !levels.includes('account')) refuseLevel('accountId', 'person');
  if (accountId === undefined && role !== undefined && !levels.includes('role')) refuseLevel('role', 'role');
}

function checked({ key, shape }: Setting<unknown>, value: unknown): Json {
  const outcome = shape.safeParse(value);
  const problems = outcome.success ? tooMuch(outcome.data) : outcome.error.issues.map(problemOf);
  if (problems.length > 0) {
    const said = problems.map(({ path, message }) => [...path.split('.').slice(1), message].join(': '));
    throw new AppError('BAD_USER_INPUT', `${key} cannot be this: ${said.join('; ')}`, problems);
  }
  return storableJson(outcome.data);
}

const tooMuch = (value: unknown): FieldProblem[] =>
  JSON.stringify(value).length <= longestValue
    ? []
    : [{ path: 'value', code: 'TOO_LONG', bound: longestValue, message: `At most ${longestValue} characters as JSON` }];

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const path = ['value', ...issue.path.map(String)].join('.');
  const { message } = issue;
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const small = issue.code === 'too_small';
    const bound = Number(small ? issue.minimum : issue.maximum);
    const numeric = issue.origin === 'number' || issue.origin === 'int';
    return {
      path,
      code: numeric ? (small ? 'TOO_SMALL' : 'TOO_LARGE') : small ? 'TOO_SHORT' : 'TOO_LONG',
      bound,
      message,
    };
  }
  return { path, code: issue.code === 'invalid_value' ? 'NOT_ALLOWED' : 'MALFORMED', message };
}
