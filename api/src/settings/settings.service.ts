import type { AccountService } from '../accounts/account.service.ts';
import { FieldProblems } from '../accounts/account.rules.ts';
import { proofMinutes } from '../accounts/second-factor.settings.ts';
import type { Actor, SignedInActor } from '../platform/actor.ts';
import type { Db, Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Page, PageRequest } from '../platform/pagination.ts';
import { demand, demandVerified } from '../platform/permission.ts';
import { declaredSetting, type Setting, type SettingScope } from '../platform/setting.ts';
import type { StoredSettings } from '../platform/settings.store.ts';
import { isUuid } from '../platform/uuid.ts';
import type {
  ChangedSetting,
  ChangeSettingInput,
  SettingChange,
  SettingOverride,
  SettingView,
} from './setting.types.ts';
import { settingChanged } from './settings.notice.ts';
import { changeSettings, readSettings } from './settings.policy.ts';
import type { SettingsReads } from './settings.reads.ts';

export interface SettingsServiceParts {
  db: Db;
  settings: StoredSettings;
  reads: SettingsReads;
  accounts: AccountService;
  notifier: Notifier;
  publicUrl: string;
  now: () => Date;
}

/** Staff see and change the rules of the business. Every change needs a recent proof of who is at the desk. */
export class SettingsService {
  constructor(private readonly parts: SettingsServiceParts) {}

  async list(actor: Actor): Promise<SettingView[]> {
    demand(actor, readSettings);
    return this.parts.reads.settings(null);
  }

  async one(actor: Actor, key: string): Promise<SettingView> {
    demand(actor, readSettings);
    return this.#view(settingOf(key).key);
  }

  async changes(actor: Actor, key: string | null, page: PageRequest): Promise<Page<SettingChange>> {
    demand(actor, readSettings);
    return this.parts.reads.changes(key === null ? null : settingOf(key).key, page);
  }

  async overrides(actor: Actor, key: string, page: PageRequest): Promise<Page<SettingOverride>> {
    demand(actor, readSettings);
    return this.parts.reads.overrides(settingOf(key).key, page);
  }

  async change(
    actor: Actor,
    { key, value, role, accountId, reason, revision, added }: ChangeSettingInput,
  ): Promise<ChangedSetting> {
    const staff = this.#changer(actor);
    const wanted = settingOf(key);
    const scope = await this.#scopeOf(role ?? null, accountId ?? null);
    const edit = {
      reason: readReason(reason ?? null),
      revision: revision ?? null,
      added: added ?? false,
      also: await this.#tellOthers(staff, key),
    };
    const id =
      value == null
        ? await this.parts.settings.unset(staff, wanted, scope, edit)
        : await this.parts.settings.change(staff, wanted, scope, parsed(value), edit);
    return this.#changed(wanted.key, id);
  }

  /** What held before the change holds again. `revision`: the last one of that setting and scope, which the editor saw. */
  async revert(actor: Actor, changeId: string, revision: number | null): Promise<ChangedSetting> {
    const staff = this.#changer(actor);
    const change = isUuid(changeId) ? await this.parts.settings.changeOf(changeId) : null;
    const wanted = change ? declaredSetting(change.key) : undefined;
    if (!change || !wanted) throw new AppError('NOT_FOUND', 'No such change of a setting');
    if (wanted.secret) throw new AppError('CONFLICT', 'A secret that was replaced is gone: set it anew');

    const { scope, before } = change;
    const edit = { revision, also: await this.#tellOthers(staff, wanted.key) };
    const id =
      before === null
        ? await this.parts.settings.unset(staff, wanted, scope, edit)
        : await this.parts.settings.change(staff, wanted, scope, before, edit);
    return this.#changed(wanted.key, id);
  }

  /** Who else may change settings hears of it: a rule that was changed behind their back is a surprise. */
  async #tellOthers(staff: SignedInActor, rule: string): Promise<(tx: Transaction) => Promise<void>> {
    const { notifier, accounts, publicUrl } = this.parts;
    const who = (await accounts.named([staff.accountId])).get(staff.accountId)?.displayName ?? '';
    return (tx) =>
      notifier.notifyAll(tx, settingChanged, {
        variables: { rule, who, link: `${publicUrl}/admin/settings` },
        except: staff.accountId,
      });
  }

  #changer(actor: Actor): SignedInActor {
    demand(actor, readSettings);
    return demandVerified(actor, changeSettings, this.parts.settings.read(proofMinutes), this.parts.now());
  }

  async #view(key: string): Promise<SettingView> {
    const [view] = await this.parts.reads.settings(key);
    return view!;
  }

  async #changed(key: string, changeId: string | null): Promise<ChangedSetting> {
    return {
      setting: await this.#view(key),
      change: changeId === null ? null : await this.parts.reads.change(changeId),
    };
  }

  async #scopeOf(role: string | null, accountId: string | null): Promise<SettingScope> {
    const { pool } = this.parts.db;
    if (role !== null && accountId !== null)
      throw new AppError('BAD_USER_INPUT', 'Name a role or a person, not both', [
        { path: 'accountId', code: 'NOT_ALLOWED', message: 'Not beside a role' },
      ]);
    if (role !== null) {
      const known = /^\w{1,100}$/.test(role) && (await pool.query('select from role where key = $1', [role])).rowCount;
      if (!known) throw new AppError('NOT_FOUND', 'No such role');
      return { role };
    }
    if (accountId !== null) {
      const known = isUuid(accountId) && (await pool.query('select from account where id = $1', [accountId])).rowCount;
      if (!known) throw new AppError('NOT_FOUND', 'No such person');
      return { accountId };
    }
    return {};
  }
}

function settingOf(key: string): Setting<unknown> {
  const found = declaredSetting(key);
  if (!found) throw new AppError('NOT_FOUND', 'No such setting');
  return found;
}

function readReason(reason: string | null): string | null {
  if (reason === null || reason.trim() === '') return null;
  const problems = new FieldProblems();
  const text = problems.reason('reason', reason);
  problems.demandNone('This reason cannot be recorded');
  return text;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new AppError('BAD_USER_INPUT', 'The value is not JSON', [
      { path: 'value', code: 'MALFORMED', message: 'This is not JSON' },
    ]);
  }
}
