import type { Transaction } from './db.ts';
import { encodeEvent, type EventBus, Subscribers } from './events.ts';
import type { Log } from './log.ts';
import { StandingConnection } from './standing-connection.ts';

/** One NOTIFY channel for everything: a second LISTEN per kind of event would gain nothing. */
const notifyChannel = 'influencegen';

/** Events over LISTEN/NOTIFY: part of the transaction, so what is announced has happened, and what happened is announced. */
export class PostgresEvents implements EventBus {
  private constructor(
    private readonly subscribers: Subscribers,
    private readonly connection: StandingConnection,
  ) {}

  static async open({ databaseUrl, log }: { databaseUrl: string; log: Log }): Promise<EventBus> {
    const subscribers = new Subscribers(log);
    const connection = await StandingConnection.open({
      databaseUrl,
      name: 'influencegen-events',
      log,
      async onConnected(client, again) {
        client.on('notification', ({ payload }) => subscribers.deliver(payload ?? ''));
        await client.query(`listen ${notifyChannel}`);
        if (again) subscribers.gap();
      },
    });
    return new PostgresEvents(subscribers, connection);
  }

  async publish(tx: Transaction, channel: string, payload: object): Promise<void> {
    await tx.query('select pg_notify($1, $2)', [notifyChannel, encodeEvent(channel, payload)]);
  }

  subscribe<Payload extends object>(channel: string, listener: (payload: Payload) => void): () => void {
    return this.subscribers.add(channel, listener);
  }

  onGap(listener: () => void): () => void {
    return this.subscribers.addGap(listener);
  }

  async check(): Promise<void> {
    if (!this.connection.client) throw new Error('not connected');
    await this.connection.client.query('select 1');
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}
