import { createClient } from 'graphql-ws';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import type { TestAccount } from './actors.ts';
import type { World } from './world.ts';

/** A program that listens over a WebSocket of its own, as somebody. */
export interface Subscriber<Event> {
  /** What came so far, oldest first. */
  events: Event[];
  /** Why there is no subscription. */
  errors: { message: string; extensions?: unknown }[];
  /** Waits for an event that fits, and gives the newest such. */
  until(fits: Partial<Event>): Promise<Event>;
  stop(): Promise<void>;
}

export async function aSubscriber<Event extends object>(
  world: World,
  account: TestAccount | null,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Subscriber<Event>> {
  const client = createClient({
    url: `${world.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: account ? { token: await world.as(account).token() } : {},
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined,
  });
  const events: Event[] = [];
  const errors: Subscriber<Event>['errors'] = [];
  const listening = (): number =>
    [
      world.app.live,
      world.app.inboxLive,
      world.app.documentLive,
      world.app.onboardingLive,
      world.app.handOffLive,
      world.app.firstStepsLive,
    ].reduce((sum, live) => sum + live.subscriptions, 0);
  const watched = listening();
  const end = client.subscribe<Record<string, Event>>(
    { query, variables },
    {
      next: (result) => {
        events.push(...Object.values(result.data ?? {}));
        errors.push(...(result.errors ?? []));
      },
      error: (error) => errors.push({ message: String(error) }),
      complete: () => undefined,
    },
  );
  await vi.waitUntil(() => listening() > watched || errors.length > 0, 5000);
  return {
    events,
    errors,
    until: (fits) =>
      vi.waitUntil(
        () => events.findLast((event) => Object.entries(fits).every(([name, is]) => event[name as keyof Event] === is)),
        { timeout: 5000, interval: 5 },
      ),
    async stop() {
      end();
      await client.dispose();
    },
  };
}
