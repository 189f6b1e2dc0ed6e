import { expect, test } from 'vitest';
import { ImageEngine } from './image-request.entity.ts';
import { ImageRequestStatus } from './image-request.lifecycle.ts';
import type { RequestRow } from './image-request.rows.ts';
import { RequestSubscription } from './image-request.subscription.ts';

const aRow = (id: string, progress = 0): RequestRow => ({
  id,
  accountId: 'lena',
  status: ImageRequestStatus.PROCESSING,
  engine: ImageEngine.EMBEDDED,
  progress,
  createdAt: '2026-05-01T12:00:00+00:00',
  startedAt: null,
  retriedById: null,
});

const aSubscription = (onEnd: () => void = () => undefined) => new RequestSubscription('everybody', new Set(), onEnd);

test('a slow reader gets the newest state of each request, in the order of their first change', async () => {
  const subscription = aSubscription();
  subscription.offer(aRow('a', 10));
  subscription.offer(aRow('b', 20));
  subscription.offer(aRow('a', 90));

  expect((await subscription.next()).value).toMatchObject({ id: 'a', progress: 90 });
  expect((await subscription.next()).value).toMatchObject({ id: 'b', progress: 20 });
});

test('a reader who never reads costs no more than a thousand rows', async () => {
  const subscription = aSubscription();
  for (let i = 0; i < 5000; i++) subscription.offer(aRow(`request ${i}`));
  subscription.offer(aRow('last'));

  const first = (await subscription.next()).value;
  expect(first?.id).toBe('request 4001');
});

test('a reader who waits is served at once', async () => {
  const subscription = aSubscription();
  const reading = subscription.next();
  const readingOn = subscription.next();
  subscription.offer(aRow('a'));
  subscription.offer(aRow('b'));
  expect((await reading).value?.id).toBe('a');
  expect((await readingOn).value?.id).toBe('b');
});

test('the end wakes who waits, says so once, and takes nothing any more', async () => {
  let ends = 0;
  const subscription = aSubscription(() => (ends += 1));
  const reading = subscription.next();
  await subscription.return();
  subscription.end();
  subscription.offer(aRow('a'));

  expect(await reading).toEqual({ done: true, value: undefined });
  expect(await subscription.next()).toEqual({ done: true, value: undefined });
  expect(ends).toBe(1);
});
