import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { type Db, rows, transaction, type Transaction } from './db.ts';
import { AppError } from './errors.ts';
import type { EventBus } from './events.ts';
import type { Log } from './log.ts';
import { declaredSettings, type Setting, type Settings, type SettingScope } from './setting.ts';

export interface SettingListing {
  key: string;
  description: string;
  initial: unknown;
  /** By scope: `workspace`, `role:INFLUENCER`, `account:<id>`. */
  stored: { scope: string; value: unknown }[];
}

interface StoredValue {
  key: string;
  scope: string;
  value: unknown;
}

const nameOf = ({ accountId, role }: SettingScope): string =>
  accountId !== undefined ? `account:${accountId}` : role !== undefined ? `role:${role}` : 'workspace';

/** From the narrowest to the widest. */
function* scopesOf({ accountId, role }: SettingScope): Generator<string> {
  if (accountId !== undefined) yield nameOf({ accountId });
  if (role !== undefined) yield nameOf({ role });
  yield nameOf({});
}

/** Settings of one workspace: in memory for reading, in a table for every process. */
export class StoredSettings implements Settings {
  /** By scope and key, already checked. */
  #values = new Map<string, unknown>();
  #loading: Promise<void> = Promise.resolve();
  readonly #unsubscribe: (() => void)[] = [];

  private constructor(
    private readonly db: Db,
    private readonly events: EventBus,
    private readonly log: Log,
  ) {}

  static async open(db: Db, events: EventBus, log: Log): Promise<StoredSettings> {
    const settings = new StoredSettings(db, events, log);
    const refresh = (): void => {
      settings.#load().catch((error: unknown) => log.error({ err: error }, 'settings could not be read again'));
    };
    // First subscribe, then read: a change in between is read twice, not missed.
    settings.#unsubscribe.push(events.subscribe('setting-changed', refresh), events.onGap(refresh));
    await settings.#load();
    return settings;
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  read<Value>(wanted: Setting<Value>, scope: SettingScope = {}): Value {
    for (const name of scopesOf(scope)) {
      const stored = this.#values.get(`${name} ${wanted.key}`);
      if (stored !== undefined) return stored as Value;
    }
    return wanted.initial;
  }

  /** Stored for the narrowest part of `scope`. */
  async change<Value>(actor: Actor, wanted: Setting<Value>, scope: SettingScope, value: unknown): Promise<void> {
    const checked = wanted.shape.safeParse(value);
    if (!checked.success) {
      const problems = checked.error.issues.map(({ path, message }) => [...path, message].join(': '));
      throw new AppError('BAD_USER_INPUT', `${wanted.key} cannot be this: ${problems.join('; ')}`);
    }
    await this.#store(actor, wanted.key, scope, async (tx, name) => {
      await tx.query(
        `insert into setting_value (key, scope, value, changed_by) values ($1, $2, $3, $4)
         on conflict (key, scope) do update set value = excluded.value, changed_at = now(), changed_by = excluded.changed_by`,
        [wanted.key, name, JSON.stringify(checked.data), actor.accountId],
      );
      return checked.data;
    });
  }

  /** The next wider scope holds again. */
  async unset(actor: Actor, { key }: Pick<Setting<unknown>, 'key'>, scope: SettingScope): Promise<void> {
    await this.#store(actor, key, scope, async (tx, name) => {
      await tx.query('delete from setting_value where key = $1 and scope = $2', [key, name]);
      return null;
    });
  }

  async #store(
    actor: Actor,
    key: string,
    scope: SettingScope,
    write: (tx: Transaction, scope: string) => Promise<unknown>,
  ): Promise<void> {
    const name = nameOf(scope);
    await transaction(this.db, async (tx) => {
      const [old] = await rows<StoredValue>(
        tx,
        'select value from setting_value where key = $1 and scope = $2 for update',
        [key, name],
      );
      const after = await write(tx, name);
      await recordAudit(
        tx,
        actor,
        'setting.change',
        { type: 'setting', id: key },
        { scope: name, before: old?.value ?? null, after },
      );
      await this.events.publish(tx, 'setting-changed', {});
    });
    await this.#load();
  }

  list(): SettingListing[] {
    return declaredSettings()
      .toSorted((a, b) => a.key.localeCompare(b.key))
      .map(({ key, description, initial }) => ({
        key,
        description,
        initial,
        stored: [...this.#values]
          .filter(([name]) => name.endsWith(` ${key}`))
          .map(([name, value]) => ({ scope: name.slice(0, -key.length - 1), value })),
      }));
  }

  /** One after the other, so that an older answer never replaces a newer one. */
  #load(): Promise<void> {
    this.#loading = this.#loading.catch(() => undefined).then(() => this.#read());
    return this.#loading;
  }

  async #read(): Promise<void> {
    const known = new Map(declaredSettings().map((declared) => [declared.key, declared]));
    const { rows: found } = await this.db.pool.query<StoredValue>('select key, scope, value from setting_value');
    const values = new Map<string, unknown>();
    for (const { key, scope, value } of found) {
      const checked = known.get(key)?.shape.safeParse(value);
      if (checked?.success) values.set(`${scope} ${key}`, checked.data);
      else this.log.warn({ key, scope }, 'a stored setting is unknown or no longer fits, the wider scope holds');
    }
    this.#values = values;
  }
}
