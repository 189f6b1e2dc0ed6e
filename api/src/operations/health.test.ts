import { expect, test, vi } from 'vitest';
import { HealthFinding } from './health.ts';
import { HealthService, Unwell, type Check } from './health.service.ts';

const look = (checks: Record<string, Check>) =>
  new HealthService({ instanceId: 'process-1', version: '1.2.3', checks }).look();

const up: Check = async () => ({ finding: HealthFinding.KEY, value: '3' });
const down: Check = async () => {
  throw new AggregateError([new Error('refused'), new Error('refused too')]);
};

test('one part that is down brings the whole down; one that is off does not', async () => {
  expect(await look({ database: up, redis: 'OFF' })).toMatchObject({
    status: 'UP',
    processId: 'process-1',
    version: '1.2.3',
    checks: [
      { name: 'database', status: 'UP', finding: 'KEY', value: '3', detail: 'Key 3' },
      { name: 'redis', status: 'OFF', latency: null },
    ],
  });
  expect(await look({ database: up, storage: down })).toMatchObject({
    status: 'DOWN',
    checks: [{ status: 'UP' }, { name: 'storage', status: 'DOWN', finding: null, detail: 'refused; refused too' }],
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
  expect(await looking).toMatchObject({
    checks: [{ status: 'DOWN', finding: 'NO_ANSWER', value: '2', detail: 'No answer within 2 s' }],
  });
  expect(told?.aborted).toBe(true);
  vi.useRealTimers();
});

test('what is wrong is said by a key too, where there are words for it', async () => {
  const alone: Check = async () => {
    throw new Unwell({ finding: HealthFinding.NO_WORKER });
  };
  const [worker] = (await look({ worker: alone })).checks;
  expect(worker).toMatchObject({ status: 'DOWN', finding: 'NO_WORKER', value: null });
  expect(worker!.detail).toBe('No job worker runs: what people ask for waits');
});
