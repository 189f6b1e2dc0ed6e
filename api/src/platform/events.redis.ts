import type { EventBus } from './events.ts';
import type { Log } from './log.ts';

export class RedisEvents {
  static async open(_options: { url: string; log: Log }): Promise<EventBus> {
    throw new Error('not yet');
  }
}
