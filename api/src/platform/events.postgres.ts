import type { EventBus } from './events.ts';
import type { Log } from './log.ts';

export class PostgresEvents {
  static async open(_options: { databaseUrl: string; log: Log }): Promise<EventBus> {
    throw new Error('not yet');
  }
}
