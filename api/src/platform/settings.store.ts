import type { Actor } from './actor.ts';
import type { Db } from './db.ts';
import type { EventBus } from './events.ts';
import type { Log } from './log.ts';
import type { Setting, Settings, SettingScope } from './setting.ts';

export interface SettingListing {
  key: string;
  description: string;
  initial: unknown;
  /** By scope: `workspace`, `role:INFLUENCER`, `account:<id>`. */
  stored: { scope: string; value: unknown }[];
}

export class StoredSettings implements Settings {
  static async open(_db: Db, _events: EventBus, _log: Log): Promise<StoredSettings> {
    throw new Error('not yet');
  }

  read<Value>(_wanted: Setting<Value>, _scope: SettingScope = {}): Value {
    throw new Error('not yet');
  }

  async change<Value>(_actor: Actor, _wanted: Setting<Value>, _scope: SettingScope, _value: Value): Promise<void> {
    throw new Error('not yet');
  }

  async unset(_actor: Actor, _wanted: Setting<unknown>, _scope: SettingScope): Promise<void> {
    throw new Error('not yet');
  }

  list(): SettingListing[] {
    throw new Error('not yet');
  }

  close(): void {
    throw new Error('not yet');
  }
}
