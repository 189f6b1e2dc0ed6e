import { expect, test, vi } from 'vitest';
import { HealthService, type Check } from './health.service.ts';

const look = (checks: Record<string, Check>) =>
  new HealthService({ instanceId: 'process-1', version: '1.2.3', checks }).look();

const up: Check = async () => 'fine';
const down: Check = async () => {
  throw new AggregateError([new Error('refused'), new Error('refused too')]);
};

test('one part that is down brings the whole down; one that is off does not', async () => {
  expect(await look({ database: up, redis: 'OFF' })).toMatchObject({
    status: 'UP',
    processId: 'process-1',
    version: '1.2.3',
    checks: [
      { name: 'database', status: 'UP', detail: 'fine' },
      { name: 'redis', status: 'OFF', latency: null },
    ],
  });
  expect(await look({ database: up, storage: down })).toMatchObject({
    status: 'DOWN',
    checks: [{ status: 'UP' }, { name: 'storage', status: 'DOWN', detail: 'refused; refused too' }],
  });
});

test('a part that does not answer is down, and told to stop', async () => {
  vi.useFakeTimers();
  let told: AbortSignal | undefined;
  const looking = look({
    engine: (signal) => {
      told = signal;
      return new Promise(() => undefined);
    },
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await looking).toMatchObject({ checks: [{ status: 'DOWN', detail: 'no answer within 2 s' }] });
  expect(told?.aborted).toBe(true);
  vi.useRealTimers();
});
